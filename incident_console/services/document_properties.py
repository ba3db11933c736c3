# SPDX-License-Identifier: Apache-2.0
"""Keeping documents without importing them anew: their properties, reviews, restrictions, and two versions settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from incident_console.domain.document import Document, document_version
from incident_console.domain.document_changes import restrict, set_properties, tag_fields
from incident_console.domain.errors import KnownError
from incident_console.domain.history import changes_of
from incident_console.domain.merge import KnownOp
from incident_console.domain.operation import Draft, Value
from incident_console.domain.roles import Role

from .document_sight import SightedService
from .times import local_time

_Drafting = Callable[[Document, Sequence[KnownOp]], Draft | None]
_CHANGING, _RESTRICTING = "change documents", "say who may read a document"
_KEPT = ("title", "category", "tags", "owner", "site", "service", "is_vital", "reviewed_on", "review_interval_days")


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """One change of a document's properties: by whom, when, and each field as it was found and left."""

    at_ms: int
    by: str
    station: str
    fields: tuple[tuple[str, Value, Value], ...]


class DocumentPropertiesService(SightedService):
    """What people change about documents; each change is one signed operation for each document."""

    def refusal(self, *, is_restricting: bool = False) -> KnownError | None:
        """Why this station may not change documents, or say who may read them; None if it may."""
        if is_restricting:
            return self._refusal(Role.COORDINATOR, _RESTRICTING)
        return self._refusal(Role.RESPONDER, _CHANGING)

    def change(self, documents: Sequence[bytes], fields: Mapping[str, Value]) -> int:
        """Set fields of one document or of several; returns how many changed. Raises KnownError, then none did."""
        return self._write(documents, lambda view, known: set_properties(view.id, fields, known))

    def change_tags(self, documents: Sequence[bytes], add: Sequence[str], remove: Sequence[str] = ()) -> int:
        """Add tags and take some away; returns how many documents changed."""

        def draft(view: Document, known: Sequence[KnownOp]) -> Draft | None:
            before = view.properties.tags
            return set_properties(view.id, tag_fields(before, _with_tags(before, add, remove)), known)

        return self._write(documents, draft)

    def note_reviewed(self, documents: Sequence[bytes]) -> int:
        """Say that somebody read them today and nothing has to change; the record keeps who and when."""
        now = self.station.now()
        today = local_time(now.ms, now).date().isoformat()
        return self.change(documents, {"reviewed_on": today})

    def restrict(self, documents: Sequence[bytes], classification: str, readers: Sequence[str] = ()) -> int:
        """Say whom documents are for; returns how many changed. A restriction without roles is for coordinators."""
        self.station.require(Role.COORDINATOR, _RESTRICTING)

        def draft(view: Document, known: Sequence[KnownOp]) -> Draft | None:
            return restrict(view.id, classification, readers, known, view.properties)

        return self._write(documents, draft, is_blind=True)

    def keep_version(self, document: bytes, version: bytes, why: str = "") -> bytes:
        """Settle versions made apart by one of them: it becomes a new version that follows them all.

        What is shown of its properties stays as it is. Returns the new version's id. Raises KnownError.
        """
        with self.station.lock:
            view = self._visible(document)
            known = self._known(document)
            if version not in view.heads or len(view.heads) < 2:
                raise KnownError("There is nothing to settle", "Nothing was changed.", "Look at the document again.")
            chosen = next(item.op.body for item in known if item.op.id == version)
            blob = next(each.blob for each in view.versions if each.id == version)
            body = {**chosen, "why": " ".join(why.split()) or "kept of versions made apart"}
            (saved,) = self._save(document_version(document, body, blob, known))
            self._keep_as_shown(view)
        return saved.id

    def history(self, document: bytes) -> list[PropertyChange]:
        """What people changed of a document, the latest first."""
        self._visible(document)
        return [
            PropertyChange(
                change.stamp.wall_ms,
                self._author(change.stamp),
                self.station.station_name(change.stamp.device),
                tuple((each.field, each.before, each.after) for each in change.fields),
            )
            for change in reversed(changes_of(self._known(document)))
        ]

    def _write(self, documents: Sequence[bytes], draft: _Drafting, *, is_blind: bool = False) -> int:
        """Save what has to be written for each of the documents, all or nothing; ``is_blind`` takes hidden ones too."""
        self.station.require(Role.RESPONDER, _CHANGING)
        with self.station.lock:
            found = dict.fromkeys(documents)
            views = [self._need(Document, each, "document") if is_blind else self._visible(each) for each in found]
            drafts = [each for view in views if (each := draft(view, self._known(view.id))) is not None]
            if drafts:
                self._save(*drafts)
        return len(drafts)

    def _keep_as_shown(self, before: Document) -> None:
        """A version that was settled on says again what it always said: what was set meanwhile is set once more."""
        told = before.properties
        now = self._need(Document, before.id, "document").properties
        fields: dict[str, Value] = {
            name: getattr(told, name) or None
            for name in _KEPT
            if name != "tags" and getattr(told, name) != getattr(now, name)
        }
        fields.update(tag_fields(now.tags, told.tags))
        draft = set_properties(before.id, fields, self._known(before.id)) if fields else None
        if draft is not None:
            self._save(draft)


def _with_tags(before: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> list[str]:
    """Tags as a list would have them; a word is the same in capitals."""
    gone = {" ".join(tag.split()).casefold() for tag in remove}
    held = {tag.casefold() for tag in before}
    new = [tag for tag in add if " ".join(tag.split()).casefold() not in held]
    return [*(tag for tag in before if tag.casefold() not in gone), *new]
