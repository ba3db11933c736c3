# SPDX-License-Identifier: Apache-2.0
"""Messages to a person, a role or the team: send, acknowledge, reply, read."""

from __future__ import annotations

from dataclasses import dataclass

from incident_console.domain.message import Message, acknowledge_message, reply_to_message, send_message
from incident_console.domain.roles import Role
from incident_console.domain.view import Stamp

from .base import Service
from .finding import find_one


@dataclass(frozen=True, slots=True)
class Signed:
    """Who did something and when: an acknowledgement, or a reply with its ``text``."""

    author: str
    station: str
    at_ms: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message as lists show it; ``to_kind`` is team, role or person."""

    id: bytes
    incident: bytes
    label: str
    to_kind: str
    to: str
    subject: str
    text: str
    is_urgent: bool
    author: str
    station: str
    is_own: bool
    sent_at_ms: int
    received_at_ms: int | None
    acknowledged: tuple[Signed, ...]
    replies: tuple[Signed, ...]


class MessagesService(Service):
    """The messages of each incident."""

    def send(
        self, incident: bytes, text: str, *, to: str = "", to_kind: str = "team", subject: str = "",
        is_urgent: bool = False,
    ) -> MessageLine:  # fmt: skip
        """Send a message; raises KnownError if it is blank or addressed to nobody."""
        self.station.require(Role.RESPONDER, "send a message")
        draft = send_message(self._new_id(), incident, to_kind, to, subject, text, is_urgent)
        return self.get(self._save(draft)[0].id)

    def acknowledge(self, message: bytes) -> MessageLine:
        """Say that it was read and understood; once from this station is enough."""
        self.station.require(Role.RESPONDER, "acknowledge a message")
        with self.station.lock:
            view = self._need(Message, message, "message")
            if not any(stamp.device == self.station.device for stamp in view.acknowledged):
                self._save(acknowledge_message(view))
            return self.get(message)

    def reply(self, message: bytes, text: str) -> MessageLine:
        """Answer a message; raises KnownError if the answer is blank."""
        self.station.require(Role.RESPONDER, "reply to a message")
        self._save(reply_to_message(self._need(Message, message, "message"), text))
        return self.get(message)

    def lines(self, incident: bytes) -> list[MessageLine]:
        """Every message of an incident, the oldest first."""
        return [self.line(view) for view in self._all(Message, incident)]

    def get(self, message: bytes) -> MessageLine:
        """One message; raises KnownError if it is not here."""
        return self.line(self._need(Message, message, "message"))

    def find(self, named: str) -> MessageLine:
        """The message with this id, beginning of an id, or number (M-JO2); raises KnownError for none or several."""
        views = self._all(Message)
        return self.line(
            find_one(named, "messages", views, lambda view: view.id.hex(), lambda view: (self._label(view),))
        )

    def line(self, view: Message) -> MessageLine:
        """A message of the record, ready to show."""
        return MessageLine(
            id=view.id,
            incident=view.incident,
            label=self._label(view),
            to_kind=view.to_kind,
            to=view.to,
            subject=view.subject,
            text=view.text,
            is_urgent=view.is_urgent,
            author=self._author(view.sent),
            station=self.station.station_name(view.sent.device),
            is_own=view.sent.device == self.station.device,
            sent_at_ms=view.sent.wall_ms,
            received_at_ms=self._received(view.id, view.sent),
            acknowledged=tuple(self._signed(stamp) for stamp in view.acknowledged),
            replies=tuple(self._signed(reply.made, reply.text) for reply in view.replies),
        )

    def _label(self, view: Message) -> str:
        return self.station.label(view.number, view.incident, view.id)

    def _signed(self, stamp: Stamp, text: str = "") -> Signed:
        return Signed(self._author(stamp), self.station.station_name(stamp.device), stamp.wall_ms, text)
