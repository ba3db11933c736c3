# SPDX-License-Identifier: Apache-2.0
"""What an entry speaks of: the numbers in its text (JO-17, T-JO9), found again as things."""

from __future__ import annotations

import re
from dataclasses import dataclass

from incident_console.domain.message import Message
from incident_console.domain.status_log import Entry
from incident_console.domain.task import Task
from incident_console.storage.numbers import NumberHolder, Numbers

from .base import Service

_NUMBER = re.compile(r"(?<![\w.-])(?:[A-Z]-)?[A-Z0-9]{1,8}(?:\.[0-9a-v]{2})?-?\d{1,7}(?:\.[0-9a-v]{2})?(?![\w-])")
_MOST = 20
"""Numbers looked up in one text."""


@dataclass(frozen=True, slots=True)
class EntryLink:
    """A thing that is spoken of: the page that shows it, its key there, its number, what it is, how it stands."""

    page: str
    key: bytes
    label: str
    title: str
    state: str


class EntryLinks(Service):
    """Finds things by the numbers that people write."""

    def find(self, incident: bytes, text: str) -> list[EntryLink]:
        """Every entry, task and message of an incident whose number stands in a text, in the order of the text."""
        said = list(dict.fromkeys(_NUMBER.findall(text)))[:_MOST]
        if not said:
            return []
        with self.station.lock:
            found = [link for holder in self._holders(incident, said) if (link := self._link(incident, holder))]
        return sorted((link for link in found if link.label in said), key=lambda link: said.index(link.label))

    def _holders(self, incident: bytes, said: list[str]) -> list[NumberHolder]:
        """Whatever may be meant: where a code ends in a digit, the number may begin at any of them."""
        digits = {run for label in said for run in re.findall(r"\d+", label)}
        ns = {int(run[start:]) for run in digits for start in range(len(run))}
        index = self.station.index
        series = index.frontier.vector.keys() | {own.stream for own in self.station.record.own_streams()}
        return Numbers(index.connection).holders(incident, series, ns)

    def _link(self, incident: bytes, holder: NumberHolder) -> EntryLink | None:
        label = self.station.label(holder.number, incident, holder.op)
        if entry := self._get(Entry, holder.op):
            return EntryLink("log", entry.id, label, entry.text, "struck" if entry.is_struck else "")
        if task := self._get(Task, holder.entity):
            return EntryLink("tasks", task.id, label, task.title, task.state)
        if message := self._get(Message, holder.op):
            return EntryLink("messages", message.id, label, message.subject or message.text, "")
        return None
