# SPDX-License-Identifier: Apache-2.0
"""The line that somebody was typing when the laptop was locked, closed or crashed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from incident_console.domain.citation import Citation, citation_at
from incident_console.domain.clock import Moment
from incident_console.domain.status_log import ENTRY_KINDS, Entry

from .base import Service
from .drafts import DraftsService


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """A line that was typed and not saved; ``at`` is when it happened, None for now; ``cites`` what it rests on."""

    text: str = ""
    kind: str = ENTRY_KINDS[0]
    at: Moment | None = None
    cites: tuple[Citation, ...] = ()


class EntryDrafts(Service):
    """One line for each incident, sealed in this laptop's record."""

    def read(self, incident: bytes) -> EntryDraft:
        """What was typed last; an empty draft if there is nothing, or if a crash came right after it was saved."""
        draft = _decoded(DraftsService(self.station).read(_key(incident)))
        return EntryDraft() if self._was_saved(incident, draft) else draft

    def keep(self, incident: bytes, draft: EntryDraft) -> None:
        """Keep a line that is being typed; one without words that cites nothing forgets it."""
        is_some = bool(draft.text.strip() or draft.cites)
        DraftsService(self.station).keep(_key(incident), _encoded(draft) if is_some else "")

    def _was_saved(self, incident: bytes, draft: EntryDraft) -> bool:
        with self.station.lock:
            key = self.station.index.things.log.last_written_by(incident, self.station.device)
        last = self._get(Entry, key) if key else None
        return last is not None and (last.text, last.kind) == (draft.text.strip(), draft.kind)


def _key(incident: bytes) -> str:
    return f"log-draft/{incident.hex()}"


def _encoded(draft: EntryDraft) -> str:
    cites = [cite.thing.hex() for cite in draft.cites]
    return json.dumps({**asdict(draft), "cites": cites})


def _decoded(kept: str) -> EntryDraft:
    try:
        fields = json.loads(kept)
        kind = fields["kind"] if fields["kind"] in ENTRY_KINDS else ENTRY_KINDS[0]
        at = Moment(int(fields["at"]["ms"]), int(fields["at"]["utc_offset_min"])) if fields["at"] else None
        return EntryDraft(str(fields["text"]), kind, at, _cites(fields.get("cites", [])))
    except (ValueError, TypeError, KeyError):
        return EntryDraft()


def _cites(kept: Any) -> tuple[Citation, ...]:
    return tuple(cite for thing in kept if (cite := citation_at(bytes.fromhex(thing))) is not None)
