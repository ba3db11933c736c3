# SPDX-License-Identifier: Apache-2.0
"""Shared folders in words: how they are, what work with them came to, and what did not arrive whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incident_console.services.folder_findings import damage_words, is_damaged
from incident_console.services.times import clock
from incident_console.ui.theme import Tone

if TYPE_CHECKING:
    from incident_console.domain.clock import Moment
    from incident_console.services.folders import CheckOutcome, FolderLine, SyncOutcome
    from incident_console.services.status import SetAside
    from incident_console.ui.models.team_facts import FolderFacts

OK, EMPTY, DAMAGED = "ok", "empty", "damaged"
FILLED_BY_HAND = frozenset((EMPTY, DAMAGED))
"""A folder in such a state is filled anew only when somebody says so."""
TROUBLES: Mapping[str, str] = {
    "unreachable": "unreachable",
    EMPTY: "does not hold the team's files",
    DAMAGED: "damaged: its files were renamed, encrypted or deleted",
    "foreign": "belongs to another team",
    "read-only": "cannot be written",
    "full": "full",
}
"""What is wrong with a folder, by its state."""
_LASTING = {EMPTY, DAMAGED, "foreign"}
_ADVICE = {
    EMPTY: "It was emptied, or what belongs there is not mounted. If it is mounted, and the right one, press Fill.",
    DAMAGED: "Stop what did that, then press Fill.",
    "foreign": "Put the team's own folder back in its place, or remove this one and add an empty one: it is filled.",
    "read-only": "Ask for the right to write there.",
    "full": "Free some space there.",
}
_STAY = "Remove stops syncing with it; its files stay."
_CHECK = f"Check reads every file there and writes again what is missing or damaged. {_STAY}"
_FILL = f"Fill writes everything that this laptop holds into it, so that others can go on from there. {_STAY}"
_SAFE = "Everything is safe on this laptop, and nothing was written there."
_EXPLAINS = {
    EMPTY: "It was emptied, or the share or stick that belongs there is not mounted."
    f" {_SAFE} If it is mounted, and the right one, press Fill. {_FILL}",
    DAMAGED: f"Something renamed, encrypted or deleted its files. {_SAFE} Stop what did that, then press Fill. {_FILL}",
    "foreign": f"Another team's files lie in its place. {_SAFE}"
    f" Put the team's own folder back, or remove this one and add an empty one: it is filled. {_STAY}",
}
_REASONS = {
    "team": "of another team",
    "signature": "its signature is not valid",
    "unreadable": "the folder could not read it",
    "no-key": "sealed with a key that has not arrived yet",
    "newer": "made by a newer version of the program",
    "hash": "not whole: not the bytes that its name promises",
    "size": "not whole: too short or too long",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be told, and how urgently."""

    tone: Tone
    title: str
    message: str = ""


def folder_words(folder: FolderFacts, now: Moment) -> str:
    """How a folder is, and that files in it were damaged while that is news."""
    news = damage_words(folder.line, now) if folder.line.state == OK else ""
    return ", ".join(filter(None, (state_words(folder, now), news)))


def state_words(folder: FolderFacts, now: Moment) -> str:
    """How a folder is: "unreachable since 16:39, 14 batches wait for it", "whole and equal at 17:10"."""
    line = folder.line
    if line.state != OK:
        trouble = TROUBLES.get(line.state, line.state)
        since = trouble if line.state in _LASTING else f"{trouble} since {clock(line.since_ms, now)}"
        return ", ".join(filter(None, (since, _waiting_words(folder.waiting), _left_words(folder.parts))))
    at_ms = last_equal_ms(line)
    if at_ms is None:
        return "not synced yet"
    if folder.set_aside:
        return f"synced {clock(at_ms, now)}, {count(folder.set_aside, 'file')} in it not whole yet"
    return f"{'synced' if is_damaged(line, now) else 'whole and equal at'} {clock(at_ms, now)}"


def folder_tone(folder: FolderFacts, now: Moment) -> Tone:
    """How urgent it is."""
    if folder.line.state == OK:
        if folder.set_aside or is_damaged(folder.line, now):
            return Tone.WARN
        return Tone.OK if last_equal_ms(folder.line) is not None else Tone.PLAIN
    return Tone.DANGER if folder.line.state in {DAMAGED, "foreign"} else Tone.WARN


def what_to_do(state: str) -> str:
    """What happened to a folder in this state, what is safe, and what its buttons do about it."""
    return _EXPLAINS.get(state, _CHECK)


def last_equal_ms(line: FolderLine) -> int | None:
    """When folder and laptop last held the same, as far as names tell."""
    return max((at for at in (line.synced_at_ms, line.compared_at_ms) if at is not None), default=None)


def sync_words(outcome: SyncOutcome) -> Told:
    """What a sync with one folder came to."""
    moved = _moved_words(outcome)
    failed = next((folder for folder in outcome.folders if folder.message), None)
    if failed is not None and failed.left:
        rest = f"{count(failed.left, 'file')} did not fit. Free some space there; the rest goes by itself."
        return Told(Tone.WARN, f"Synced as far as there was room: {moved}", rest)
    if failed is not None:
        advice = _ADVICE.get(failed.state, "It is tried again by itself.")
        trouble = TROUBLES.get(failed.state, "it gave an error")
        return Told(Tone.WARN, f"Not synced: {trouble}", f"Everything is safe on this laptop. {advice}")
    if outcome.quarantined:
        return Told(Tone.WARN, f"Synced: {moved}", f"{count(outcome.quarantined, 'file')} did not arrive whole.")
    return Told(Tone.OK, f"Synced: {moved}")


def _moved_words(outcome: SyncOutcome) -> str:
    moved = (
        f"{count(outcome.received, 'file')} received" if outcome.received else "",
        f"{outcome.sent:,} given" if outcome.sent else "",
        f"{outcome.healed:,} written again" if outcome.healed else "",
    )
    return ", ".join(filter(None, moved)) or "nothing new on either side"


def check_words(outcome: CheckOutcome) -> Told:
    """What a full comparison found and made good."""
    bad = outcome.missing + outcome.damaged
    foreign = f"{count(outcome.foreign, 'file')} there are none of the team's and stay as they are."
    more = foreign if outcome.foreign else ""
    if not bad:
        return Told(Tone.OK, "Checked: every file is there and whole", more)
    found = f"Checked: {outcome.missing:,} missing, {outcome.damaged:,} damaged, {outcome.healed:,} written again"
    back = "The folder was put back to an older state by somebody or something." if outcome.rolled_back else ""
    left = bad - outcome.healed
    lost = f"{count(left, 'file')} could not be written again yet; others may hold them." if left > 0 else ""
    return Told(Tone.WARN, found, " ".join(filter(None, (back, lost, more))))


def reason_words(file: SetAside) -> str:
    """Why a file was set aside."""
    return _REASONS.get(file.reason, "damaged, or changed by somebody")


def next_try_words(file: SetAside, now: Moment) -> str:
    """When it is read again."""
    return "at the next look" if file.next_try_ms <= now.ms else f"again at {clock(file.next_try_ms, now)}"


def count(number: int, what: str) -> str:
    """A number of things: "1 file", "1,200 files"."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _waiting_words(batches: int) -> str:
    if not batches:
        return ""
    return "1 batch waits for it" if batches == 1 else f"{batches:,} batches wait for it"


def _left_words(parts: int) -> str:
    return f"{count(parts, 'part')} of documents did not fit" if parts else ""
