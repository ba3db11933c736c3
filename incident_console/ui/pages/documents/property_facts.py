# SPDX-License-Identifier: Apache-2.0
"""All that the properties pane shows, fetched in one go beside the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incident_console.domain.clock import Moment
from incident_console.services.conflicts import ConflictLine
from incident_console.services.document_properties import PropertyChange
from incident_console.services.documents import DocumentLine, VersionLine
from incident_console.services.session import Session
from incident_console.services.vital_documents import Presence


@dataclass(frozen=True, slots=True)
class PropertyFacts:
    """The documents that are chosen. What is below ``lines`` is of a single one; nothing of several.

    ``heads`` are versions made apart, ``refusal`` and ``restricting`` say why properties, or who may read them, may
    not be changed here.
    """

    now: Moment
    lines: tuple[DocumentLine, ...]
    conflicts: tuple[ConflictLine, ...] = ()
    heads: tuple[VersionLine, ...] = ()
    history: tuple[PropertyChange, ...] = ()
    presence: Presence | None = None
    refusal: str = ""
    restricting: str = ""
    owners: tuple[str, ...] = ()

    @property
    def one(self) -> DocumentLine | None:
        """The document, where it is a single one."""
        return self.lines[0] if len(self.lines) == 1 else None


def load_facts(session: Session, documents: Sequence[bytes], incident: bytes | None) -> PropertyFacts:
    """Everything about the documents as far as they are here; of what is hidden no more than that it is there."""
    lines = sorted(session.documents.some(documents), key=lambda line: (line.title.casefold(), line.id))
    service = session.document_properties
    refusals = [service.refusal(), service.refusal(is_restricting=True)]
    told = [f"{refusal.title}." if refusal else "" for refusal in refusals]
    owners = tuple(session.roles.titles(incident).values()) if incident else ()
    if len(lines) != 1:
        return PropertyFacts(session.now(), tuple(lines), refusal=told[0], restricting=told[1], owners=owners)
    (line,) = lines
    is_shown = not line.is_hidden
    heads = [version for version in session.documents.versions(line.id) if version.is_newest]
    return PropertyFacts(
        session.now(),
        tuple(lines),
        tuple(session.conflicts.of(line.id)),
        tuple(heads) if line.has_two_versions and is_shown else (),
        tuple(service.history(line.id)) if is_shown else (),
        session.vital_documents.presence([line.id]).get(line.id),
        told[0],
        told[1],
        owners,
    )
