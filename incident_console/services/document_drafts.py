# SPDX-License-Identifier: Apache-2.0
"""Documents that somebody was writing when the laptop was locked, closed or crashed: sealed, on this laptop alone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace

from incident_console.domain.document import Document
from incident_console.library.text import extract_text

from .base import Service
from .document_sight import sight_of
from .drafts import DraftsService

_PREFIX = "document-draft/"


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """What is being written: ``key`` is the document's id, or a random one for a new document.

    ``version`` is the version that was opened, empty for a new document. ``at_ms`` is when it was kept last.
    """

    key: bytes
    version: bytes
    file_name: str
    text: str
    why: str = ""
    at_ms: int = 0

    @property
    def is_new(self) -> bool:
        """Whether there is no document of it yet."""
        return not self.version

    @property
    def title(self) -> str:
        """What it says it is called."""
        return extract_text(self.file_name or "untitled.md", self.text.encode(errors="replace")).title


class DocumentDraftsService(Service):
    """One draft for each document, and one for each new one."""

    def read(self, key: bytes) -> DocumentDraft | None:
        """What was written last and not saved; None if nothing was, or if a crash came right after it was saved."""
        draft = _decoded(key, DraftsService(self.station).read(_name(key)))
        return None if draft is None or self._was_saved(draft) else draft

    def all(self) -> list[DocumentDraft]:
        """Every draft there is, the latest first; not of documents that are not for whoever is writing here."""
        names, sight = DraftsService(self.station).keys(_PREFIX), sight_of(self.station)
        views = ((key, self._get(Document, key)) for name in names if (key := _key(name)))
        found = [self.read(key) for key, view in views if view is None or sight.shows(view.properties)]
        return sorted((draft for draft in found if draft), key=lambda draft: (-draft.at_ms, draft.key))

    def keep(self, draft: DocumentDraft) -> None:
        """Keep what is being written."""
        kept = replace(draft, at_ms=self.station.now().ms)
        fields = {name: value.hex() if isinstance(value, bytes) else value for name, value in asdict(kept).items()}
        DraftsService(self.station).keep(_name(draft.key), json.dumps(fields))

    def forget(self, key: bytes) -> None:
        """Let go of a draft: it was saved, or its author gave it up."""
        DraftsService(self.station).keep(_name(key), "")

    def _was_saved(self, draft: DocumentDraft) -> bool:
        """Whether this very text is a version already, of this document or of one that was new."""
        views = self._all(Document) if draft.is_new else filter(None, [self._get(Document, draft.key)])
        digests = {_digest(draft.text), _digest(draft.text.replace("\n", "\r\n"))}
        later = (one for view in views for one in view.versions if draft.is_new or draft.version in one.parents)
        return any(one.sha256 in digests for one in later)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="replace")).digest()


def _name(key: bytes) -> str:
    return f"{_PREFIX}{key.hex()}"


def _key(name: str) -> bytes:
    try:
        return bytes.fromhex(name.removeprefix(_PREFIX))
    except ValueError:
        return b""


def _decoded(key: bytes, kept: str) -> DocumentDraft | None:
    try:
        fields = json.loads(kept)
        words = {name: str(fields[name]) for name in ("file_name", "text", "why")}
        return DocumentDraft(key, bytes.fromhex(fields["version"]), at_ms=int(fields["at_ms"]), **words)
    except (ValueError, TypeError, KeyError):
        return None
