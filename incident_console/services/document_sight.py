# SPDX-License-Identifier: Apache-2.0
"""Which documents are shown to whoever is writing at this laptop: a label that this program keeps to, not a lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incident_console.domain.document import Document, DocumentVersion
from incident_console.domain.document_properties import Properties
from incident_console.domain.errors import KnownError
from incident_console.domain.incident import Incident
from incident_console.domain.role_holder import RoleHolder
from incident_console.domain.roles import Role

from .base import Service

if TYPE_CHECKING:
    from incident_console.sync.station import Station

HIDDEN_TITLE = "Restricted document"
LABEL_NOT_LOCK = (
    "Inside a team this is a label, not a lock: every laptop holds the document, and this program keeps to the label."
)


@dataclass(frozen=True, slots=True)
class DocumentSight:
    """The roles of one person, in small letters: of the open incidents, as holder or deputy, and in the team."""

    roles: frozenset[str]

    def shows(self, properties: Properties) -> bool:
        """Whether a document is shown with its name and content."""
        if not properties.is_restricted:
            return True
        return any(role.casefold() in self.roles for role in properties.for_roles)


def sight_of(station: Station) -> DocumentSight:
    """What the person who is writing here may see."""
    with station.lock:
        things, name = station.index.things, station.member_name.casefold()
        is_open = {incident.id for incident in things.all(Incident) if incident.is_open}
        held = [
            word.casefold()
            for role in things.all(RoleHolder)
            if role.incident in is_open and name in {each.casefold() for each in (role.holder, *role.deputies)}
            for word in (role.title, role.key)
        ]
        own = station.role
    return DocumentSight(frozenset([*held, *(role.word for role in Role if own is not None and role <= own)]))


def refusal(properties: Properties) -> KnownError:
    """Why a document is not shown here; says no name."""
    return KnownError(
        "This document is restricted",
        f"It is for: {', '.join(properties.for_roles)}. {LABEL_NOT_LOCK}",
        "Ask whoever has that role, or a coordinator.",
    )


class SightedService(Service):
    """A group of tasks with documents, as far as whoever is writing here may see them."""

    def _visible(self, document: bytes) -> Document:
        """The document; raises KnownError if it is not here, or not for whoever is writing."""
        view = self._need(Document, document, "document")
        if not sight_of(self.station).shows(view.properties):
            raise refusal(view.properties)
        return view

    def _visible_version(self, document: bytes, version: bytes | None) -> tuple[Document, DocumentVersion]:
        """A document and a version of it, the current one if none is named. Raises KnownError as `_visible` does."""
        view = self._visible(document)
        if version is None:
            return view, view.current
        found = next((one for one in view.versions if one.id == version), None)
        if found is None:
            raise KnownError("This version of the document is not here", "Nothing was changed.")
        return view, found
