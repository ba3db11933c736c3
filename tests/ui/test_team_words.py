# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

import pytest

from incident_console.domain.clock import Moment
from incident_console.services.folders import CheckOutcome, FolderLine, FolderOutcome, SyncOutcome
from incident_console.services.status import SetAside, StationLine
from incident_console.ui.folder_words import (
    check_words,
    folder_tone,
    folder_words,
    next_try_words,
    reason_words,
    sync_words,
    what_to_do,
)
from incident_console.ui.models.team_facts import FolderFacts
from incident_console.ui.team_words import clock_words, heard_words, holds_words, missing_words, name_words, state_words
from incident_console.ui.theme import Tone

MINUTE_MS = 60_000
NOW = Moment(1_795_367_820_000, 0)  # 17:17
LEFT = "1 file could not be written again yet; others may hold them."


def at(minutes_ago: int) -> int:
    return NOW.ms - minutes_ago * MINUTE_MS


def a_station(**changes: object) -> StationLine:
    line = StationLine(
        device=b"d" * 16, code="LL", name="Ops-3", member="L. Lindqvist", role="coordinator", last_heard_ms=at(2),
        is_silent=False, state="working", missing_batches=0, is_self=False, carrier="/mnt/share", clock_ahead_ms=0,
    )  # fmt: skip
    return replace(line, **changes)  # type: ignore[arg-type]


def a_folder(state: str = "ok", waiting: int = 0, set_aside: int = 0, synced: int | None = 7) -> FolderFacts:
    synced_at_ms = None if synced is None else at(synced)
    return FolderFacts(FolderLine("/mnt/share", state, at(38), synced_at_ms, None), waiting, set_aside)


def test_a_station_without_a_name_goes_by_its_member() -> None:
    assert name_words(a_station()) == "Ops-3, L. Lindqvist"
    assert name_words(a_station(name="LL")) == "L. Lindqvist"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"last_heard_ms": NOW.ms - 59_000}, "now"),
        ({"last_heard_ms": at(2)}, "2 min"),
        ({"last_heard_ms": at(7), "carrier": "/media/joy/BLUE-2"}, "7 min, by stick"),
        ({"last_heard_ms": at(124)}, "2 h 04 min"),
        ({"last_heard_ms": at(124), "carrier": "bundle"}, "2 h 04 min, by bundle"),
        ({"last_heard_ms": None}, "never"),
    ],
)
def test_the_last_word_is_told_by_its_age(changes: dict[str, object], words: str) -> None:
    assert heard_words(a_station(**changes), NOW) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "working"),
        ({"state": "locked", "last_heard_ms": at(5)}, "locked 17:12"),
        ({"state": "closing", "last_heard_ms": at(5)}, "closed 17:12"),
        ({"is_silent": True}, "silent"),
        ({"is_silent": True, "state": "locked"}, "silent, locked"),
        ({"is_silent": True, "last_heard_ms": None}, "not heard yet"),
    ],
)
def test_what_a_station_does_is_told_as_far_as_one_knows(changes: dict[str, object], words: str) -> None:
    assert state_words(a_station(**changes), NOW) == words


def test_a_clock_is_told_of_only_when_it_is_over_two_minutes_ahead() -> None:
    assert clock_words(a_station(clock_ahead_ms=2 * MINUTE_MS)) == ""
    assert clock_words(a_station(clock_ahead_ms=4 * MINUTE_MS)) == "clock 4 min or more ahead"
    assert clock_words(a_station(), 2 * MINUTE_MS) == ""
    assert clock_words(a_station(), 5 * MINUTE_MS) == "clock 5 min or more behind"


def test_batches_that_are_missing_are_counted() -> None:
    assert missing_words(a_station()) == ""
    assert missing_words(a_station(missing_batches=1)) == "1 batch missing"
    assert missing_words(a_station(missing_batches=1200)) == "1,200 batches missing"


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({}, "all"),
        ({"JO": 2}, "all but the last 2 of JO"),
        ({"SH": 1, "JO": 2}, "all but the last 2 of JO, 1 of SH"),
        ({"SH": 1, "JO": 2, "LL": 3}, "all but 6 from 3 stations"),
        (None, "not known"),
    ],
)
def test_what_a_station_has_is_told_against_what_is_here(lacking: dict[str, int] | None, words: str) -> None:
    assert holds_words(a_station(), lacking) == words


def test_of_this_laptop_and_of_one_never_heard_nothing_is_claimed() -> None:
    assert holds_words(a_station(is_self=True), None) == "this laptop"
    assert holds_words(a_station(last_heard_ms=None), None) == ""


@pytest.mark.parametrize(
    ("folder", "words", "tone"),
    [
        (a_folder(), "whole and equal at 17:10", Tone.OK),
        (a_folder(synced=None), "not synced yet", Tone.PLAIN),
        (a_folder(set_aside=2), "synced 17:10, 2 files in it not whole yet", Tone.WARN),
        (a_folder("unreachable", 14), "unreachable since 16:39, 14 batches wait for it", Tone.WARN),
        (a_folder("unreachable"), "unreachable since 16:39", Tone.WARN),
        (a_folder("full", 1), "full since 16:39, 1 batch waits for it", Tone.WARN),
        (replace(a_folder("full"), parts=12), "full since 16:39, 12 parts of documents did not fit", Tone.WARN),
        (a_folder("empty", 3), "does not hold the team's files, 3 batches wait for it", Tone.WARN),
        (a_folder("foreign"), "belongs to another team", Tone.DANGER),
    ],
)
def test_a_folder_says_how_it_is(folder: FolderFacts, words: str, tone: Tone) -> None:
    assert folder_words(folder, NOW) == words
    assert folder_tone(folder, NOW) is tone


def a_finding(what: str, minutes_ago: int) -> FolderFacts:
    folder = a_folder()
    return replace(folder, line=replace(folder.line, finding=what, finding_files=12, found_ms=at(minutes_ago)))


@pytest.mark.parametrize(
    ("folder", "words", "tone"),
    [
        (
            a_finding("overwritten", 5),
            "whole and equal at 17:10, 12 files there were damaged and have been made good", Tone.OK,
        ),
        (
            a_finding("damaged", 5),
            "synced 17:10, 12 files there are damaged and could not be made good yet", Tone.WARN,
        ),
        (a_finding("lost", 5), "whole and equal at 17:10", Tone.OK),
        (a_finding("overwritten", 7 * 60), "whole and equal at 17:10", Tone.OK),
        (a_finding("damaged", 7 * 60), "whole and equal at 17:10", Tone.OK),
    ],
)  # fmt: skip
def test_a_folder_says_for_hours_that_files_were_damaged_there(folder: FolderFacts, words: str, tone: Tone) -> None:
    assert folder_words(folder, NOW) == words
    assert folder_tone(folder, NOW) is tone


@pytest.mark.parametrize(("state", "step"), [("empty", "press Fill"), ("damaged", "press Fill"), ("foreign", "add an")])
def test_a_folder_that_does_not_heal_by_itself_says_what_is_safe_and_what_to_do(state: str, step: str) -> None:
    words = what_to_do(state)
    assert "Everything is safe on this laptop" in words
    assert step in words


def a_sync(**changes: object) -> SyncOutcome:
    fine = (FolderOutcome("/mnt/share", "ok", ""),)
    return replace(SyncOutcome(0, 0, 0, 0, 0, fine), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcome", "title"),
    [
        (a_sync(), "Synced: nothing new on either side"),
        (a_sync(received=6, sent=11), "Synced: 6 files received, 11 given"),
        (a_sync(received=1, healed=2), "Synced: 1 file received, 2 written again"),
    ],
)
def test_a_sync_says_what_it_moved(outcome: SyncOutcome, title: str) -> None:
    told = sync_words(outcome)
    assert (told.tone, told.title) == (Tone.OK, title)


def test_a_sync_with_a_folder_that_was_too_small_says_what_went_and_what_did_not() -> None:
    told = sync_words(a_sync(sent=4, folders=(FolderOutcome("/mnt/share", "full", "The folder is full.", 2),)))
    assert (told.tone, told.title) == (Tone.WARN, "Synced as far as there was room: 4 given")
    assert told.message == "2 files did not fit. Free some space there; the rest goes by itself."


def test_a_sync_that_failed_or_met_damage_does_not_sound_well() -> None:
    told = sync_words(a_sync(folders=(FolderOutcome("/mnt/share", "full", "The folder /mnt/share is full."),)))
    assert (told.tone, told.title) == (Tone.WARN, "Not synced: full")
    assert told.message == "Everything is safe on this laptop. Free some space there."
    damaged = sync_words(a_sync(received=3, quarantined=1))
    assert (damaged.tone, damaged.message) == (Tone.WARN, "1 file did not arrive whole.")


@pytest.mark.parametrize(
    ("outcome", "tone", "title", "message"),
    [
        (CheckOutcome(0, 0, 0, 0, False), Tone.OK, "Checked: every file is there and whole", ""),
        (
            CheckOutcome(0, 0, 2, 0, False), Tone.OK, "Checked: every file is there and whole",
            "2 files there are none of the team's and stay as they are.",
        ),
        (CheckOutcome(3, 1, 0, 4, False), Tone.WARN, "Checked: 3 missing, 1 damaged, 4 written again", ""),
        (
            CheckOutcome(2, 0, 0, 1, True), Tone.WARN, "Checked: 2 missing, 0 damaged, 1 written again",
            f"The folder was put back to an older state by somebody or something. {LEFT}",
        ),
    ],
)  # fmt: skip
def test_a_check_says_what_it_found(outcome: CheckOutcome, tone: Tone, title: str, message: str) -> None:
    told = check_words(outcome)
    assert (told.tone, told.title, told.message) == (tone, title, message)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("hash", "not whole: not the bytes that its name promises"),
        ("signature", "its signature is not valid"),
        ("no-key", "sealed with a key that has not arrived yet"),
        ("aead", "damaged, or changed by somebody"),
        ("one of tomorrow", "damaged, or changed by somebody"),
    ],
)
def test_every_reason_has_words(reason: str, words: str) -> None:
    assert reason_words(SetAside("/mnt/share", "s/x", reason, at(3), at(0))) == words


def test_the_next_try_is_told_with_its_time() -> None:
    assert next_try_words(SetAside("f", "s/x", "hash", at(3), at(1)), NOW) == "at the next look"
    assert next_try_words(SetAside("f", "s/x", "hash", at(3), at(-5)), NOW) == "again at 17:22"
