# SPDX-License-Identifier: Apache-2.0
"""What the detail of an entry says: facts in, words out."""

from __future__ import annotations

from collections.abc import Sequence

from incident_console.domain.clock import Moment
from incident_console.services.citations import CitedLine
from incident_console.services.entry_detail import Proof
from incident_console.services.entry_sight import Sight
from incident_console.services.log_view import LogLine
from incident_console.services.times import full, local_offset_min, span
from incident_console.ui.delegates import Cell, Icon, Line, Text
from incident_console.ui.document_words import cited_title, cited_version
from incident_console.ui.theme import Role, TextStyle

_SAME_MS = 60_000


def title_words(shown: LogLine) -> str:
    """The small title above an entry."""
    entry = shown.entry
    marks = [entry.kind, *(["significant"] if entry.is_significant else []), *(["struck"] if entry.is_struck else [])]
    return f"Entry {entry.label} · {' · '.join(marks)}"


def happened_words(shown: LogLine, now: Moment) -> str:
    """When it happened, as its writer gave it, and whether the time was typed."""
    entry = shown.entry
    is_typed = abs(entry.event_at_ms - entry.entered_at_ms) >= _SAME_MS
    return _time(entry.event_at_ms, entry.event_offset_min, now, with_seconds=False) + (", typed" if is_typed else "")


def entered_words(shown: LogLine, now: Moment) -> str:
    """When the writer's laptop took it in, and how late that was."""
    entry = shown.entry
    late = f", late {span(entry.late_min * 60_000)}" if entry.late_min else ""
    return _time(entry.entered_at_ms, entry.entered_offset_min, now) + late


def received_words(shown: LogLine, now: Moment) -> str:
    """When and by which folder it came to this laptop."""
    entry = shown.entry
    if entry.is_own or entry.received_at_ms is None:
        return "written here"
    carrier = f", by {shown.carrier}" if shown.carrier else ""
    offset = local_offset_min(entry.received_at_ms, now)
    return _time(entry.received_at_ms, offset, now) + carrier


def author_words(shown: LogLine) -> str:
    """Who wrote it, on which laptop."""
    return f"{shown.entry.author} on {shown.entry.station}"


def tag_words(tags: Sequence[str]) -> str:
    """What an entry is tagged as, and what for."""
    return f"{', '.join(tags)}: its words can be withheld from evidence"


def sight_words(sight: Sight) -> str:
    """What the author could have known: "JO up to JO-24. Not yet JO-30"."""
    seen = ", ".join(f"{station} up to {label}" for station, label in sight.seen)
    unseen = ", ".join(sight.unseen)
    parts = [seen or "No entry of another station", f"Not yet {unseen}" if unseen else ""]
    return " ".join(f"{part}." for part in parts if part)


def cited_row(cited: CitedLine, now: Moment) -> Cell:
    """A document that the entry cites: its title, and below it which version that is."""
    is_there = cited.is_known and cited.is_here
    icon = Icon("library", Role.TEXT if is_there else Role.MUTED)
    title = Text(cited_title(cited), Role.TEXT if cited.is_known else Role.MUTED)
    end = (Text("the version cited", Role.MUTED),) if cited.is_known else ()
    below = Text(cited_version(cited, now), Role.MUTED if is_there else Role.WARN, TextStyle.SMALL)
    return Cell((Line((title,), before=(icon,), end=end, max_lines=2), Line((below,), max_lines=0)))


def proof_words(proof: Proof, label: str) -> tuple[str, str, Role]:
    """What proves an entry: icon, words, colour."""
    if not proof.is_sealed:
        return "clock", "Saved on this laptop; signed when it is sealed, within seconds", Role.MUTED
    if not proof.is_whole:
        return "shield-alert", f"Signed by {proof.signer}; earlier entries of this station are missing", Role.WARN
    return "shield-check", f"Signed by {proof.signer}, chain whole to {label}", Role.OK


def _time(at_ms: int, offset_min: int, now: Moment, *, with_seconds: bool = True) -> str:
    """A time of day with its offset, and with its date where that is not today's."""
    words, today = full(at_ms, offset_min), full(now.ms, now.utc_offset_min)
    date, time, offset = words.split(" ")
    shown = f"{time if with_seconds else time[:5]} {offset}"
    return shown if date == today.partition(" ")[0] else f"{date} {shown}"
