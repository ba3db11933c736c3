# SPDX-License-Identifier: Apache-2.0
"""What a document is, in words and as an icon: its kind, its size, its dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from incident_console.services.times import clock

if TYPE_CHECKING:
    from incident_console.domain.clock import Moment
    from incident_console.services.citations import CitedLine
    from incident_console.services.documents import VersionLine

_KINDS = {
    "text/markdown": ("Markdown", "file-text"),
    "application/pdf": ("PDF", "file-type"),
    "text/csv": ("table", "table-2"),
    "text/plain": ("text", "file-text"),
    "text/html": ("web page", "file-text"),
    "message/rfc822": ("mail", "mail"),
    "application/msword": ("Word", "file-text"),
    "application/vnd.ms-excel": ("Excel", "table-2"),
    "application/vnd.ms-powerpoint": ("PowerPoint", "file-type"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("Word", "file-text"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("Excel", "table-2"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("PowerPoint", "file-type"),
    "application/vnd.ms-outlook": ("Outlook mail", "mail"),
    "application/vnd.ms-visio.drawing": ("Visio", "file-type"),
    "application/zip": ("archive", "file-type"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def kind_words(media_type: str) -> str:
    """What kind of file it is, such as "PDF" or "picture"."""
    if media_type.startswith("image/"):
        return f"{media_type.removeprefix('image/').removesuffix('+xml').upper()} picture"
    return _KINDS.get(media_type, ("file of another program", ""))[0]


def kind_icon(media_type: str) -> str:
    """The icon of that kind of file."""
    if media_type.startswith("image/"):
        return "file-image"
    return _KINDS.get(media_type, ("", "paperclip"))[1]


def day_words(iso_day: str) -> str:
    """A day as people write it: "12 Sep 2026"; a day that is none as it stands."""
    try:
        day = date.fromisoformat(iso_day)
    except ValueError:
        return iso_day
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def version_words(version: VersionLine, now: Moment) -> str:
    """Which version this is: its label, when and by whom it was brought, and why."""
    label = f"version {version.label}, " if version.label else ""
    missing = ", not here yet" if not version.is_here else ""
    why = f", {version.why}" if version.why else ""
    return f"{label}{clock(version.added_at_ms, now)} by {version.added_by} ({version.station}){why}{missing}"


def cited_title(cited: CitedLine) -> str:
    """What a cited document was called when it was cited."""
    return cited.title if cited.is_known else "A document that is not on this laptop yet"


def cited_version(cited: CitedLine, now: Moment) -> str:
    """Which version is cited, and what became of it: "version of 12:40 by J. Okafor (JO), a newer one is there"."""
    if not cited.is_known:
        return "it may arrive with the next sync"
    label = f"version {cited.label}, of" if cited.label else "version of"
    missing = ", its file is not on this laptop yet" if not cited.is_here else ""
    newer = ", a newer one is there" if cited.has_newer else ""
    return f"{label} {clock(cited.added_at_ms, now)} by {cited.added_by} ({cited.station}){missing}{newer}"
