# SPDX-License-Identifier: Apache-2.0
"""The order of a log and its filters, against the same rules written plainly."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from incident_console.domain.entry_filter import EntryFilter
from incident_console.domain.operation import Number
from incident_console.domain.projection import Row
from incident_console.domain.status_log import STRIKE, Entry
from incident_console.domain.view import Stamp
from incident_console.storage.index import Index
from incident_console.storage.log_entries import LogEntries, Place

INCIDENT, OTHER = b"i" * 16, b"o" * 16
DEVICES, PEOPLE = (b"a" * 16, b"b" * 16), (b"p" * 16, b"q" * 16)
WORDS = ("generator", "Tür", "fuel", "31 °C")
HOUR = 3_600_000


def an_entry(n: int, **changes: object) -> Entry:
    key = hashlib.sha256(bytes((n,))).digest()
    stamp = Stamp(key, DEVICES[0], PEOPLE[0], hlc=n << 16, wall_ms=n, utc_offset_min=60)
    entry = Entry(
        id=key, entity=key[:16], incident=INCIDENT, number=Number("entry", b"s" * 16, n), kind="fact", text="fuel",
        event_at_ms=n, event_offset_min=60, entered=stamp, is_significant=False, struck=None, strike_reason="",
        target=None,
    )  # fmt: skip
    return replace(entry, **changes)  # type: ignore[arg-type]


def some_entries(seed: int) -> list[Entry]:
    chance = random.Random(seed)
    entries = []
    for n in range(1, 60):
        entry = an_entry(n, kind=chance.choice(("fact", "report", "decision", STRIKE)), text=chance.choice(WORDS))
        at_ms = chance.choice((HOUR, 2 * HOUR, 3 * HOUR))
        stamp = replace(
            entry.entered, device=chance.choice(DEVICES), person=chance.choice(PEOPLE), wall_ms=3 * HOUR + n
        )
        struck = stamp if chance.random() < 0.2 else None
        is_significant = chance.random() < 0.3
        entries.append(replace(entry, event_at_ms=at_ms, entered=stamp, struck=struck, is_significant=is_significant))
    return entries


def place(entry: Entry) -> Place:
    return entry.event_at_ms, entry.entered.hlc, entry.id


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = Index(tmp_path / "index.db", bytes(32))
    yield index
    index.close()


def put(index: Index, *entries: Entry) -> LogEntries:
    with index.transaction():
        for e in entries:
            row = Row(e.id, "entry", e.incident, e.event_at_ms, e.entered.hlc, e, "", e.text)
            index.things.put([(row, index.things.shown(e.id).get(("entry", e.id)))])
    return index.things.log


CASES: dict[str, tuple[EntryFilter, Callable[[Entry], bool]]] = {
    "everything": (EntryFilter(), lambda e: True),
    "kinds": (EntryFilter(kinds=frozenset({"fact", STRIKE})), lambda e: e.kind in {"fact", STRIKE}),
    "a station": (EntryFilter(stations=frozenset({DEVICES[1]})), lambda e: e.entered.device == DEVICES[1]),
    "authors": (
        EntryFilter(authors=frozenset({(DEVICES[0], PEOPLE[1]), (DEVICES[1], PEOPLE[0])})),
        lambda e: (e.entered.device == DEVICES[0]) != (e.entered.person == PEOPLE[0]),
    ),
    "significant": (EntryFilter(is_significant=True), lambda e: e.is_significant),
    "late and struck": (EntryFilter(is_late=True, is_struck=True), lambda e: e.is_late and e.is_struck),
    "a word": (EntryFilter(words="Tur"), lambda e: e.text == "Tür"),
    "the beginning of a word": (EntryFilter(words="gen"), lambda e: e.text == "generator"),
    "nothing to search for": (EntryFilter(words=' - " '), lambda e: True),
    "a word in one kind": (
        EntryFilter(words="fuel", kinds=frozenset({"report"})),
        lambda e: e.text == "fuel" and e.kind == "report",
    ),
    "no key at all": (EntryFilter(keys=frozenset()), lambda e: False),
}


@pytest.mark.parametrize("name", CASES)
def test_a_filter_finds_what_its_rule_says_in_order(index: Index, name: str) -> None:
    entries = some_entries(1)
    log = put(index, *entries, an_entry(99, incident=OTHER))
    chosen, rule = CASES[name]
    assert log.places(INCIDENT, chosen) == sorted(place(e) for e in entries if rule(e))


def test_a_number_that_was_typed_is_found_beside_the_words(index: Index) -> None:
    spoken, numbered = an_entry(1, text="see JO-17"), an_entry(17, text="roll-call opened")
    log = put(index, spoken, numbered, an_entry(18, text="nothing"))
    chosen = EntryFilter(words="JO-17", named=frozenset({numbered.id}))
    assert log.places(INCIDENT, chosen) == [place(spoken), place(numbered)]


def test_only_these_keys_may_be_very_many(index: Index) -> None:
    entry = an_entry(1)
    log = put(index, entry, an_entry(2))
    many = frozenset(n.to_bytes(32, "big") for n in range(40_000))
    assert log.places(INCIDENT, EntryFilter(keys=many | {entry.id})) == [place(entry)]


def test_the_tally_counts_each_sort(index: Index) -> None:
    entries = some_entries(2)
    tally = put(index, *entries, an_entry(99, incident=OTHER)).tally(INCIDENT)
    assert tally.total == len(entries)
    assert tally.significant == sum(e.is_significant for e in entries)
    assert (tally.late, tally.struck) == (sum(e.is_late for e in entries), sum(e.is_struck for e in entries))
    assert sum(tally.kinds.values()) == sum(tally.authors.values()) == len(entries)
    assert tally.kinds["decision"] == sum(e.kind == "decision" for e in entries)


def test_an_entry_that_changes_keeps_its_place_and_one_taken_back_leaves_it(index: Index) -> None:
    entry = an_entry(1)
    log = put(index, entry)
    put(index, replace(entry, is_significant=True))
    assert log.places(INCIDENT, EntryFilter(is_significant=True)) == [place(entry)]
    with index.transaction():
        index.things.remove(index.things.shown(entry.id)["entry", entry.id])
    assert log.places(INCIDENT, EntryFilter()) == []


def test_the_tally_follows_what_changes_and_what_is_taken_back(index: Index) -> None:
    entries = some_entries(3)
    log = put(index, *entries)
    marked = [replace(e, is_significant=not e.is_significant, struck=None) for e in entries[::2]]
    put(index, *marked)
    with index.transaction():
        for e in marked[:5]:
            index.things.remove(index.things.shown(e.id)["entry", e.id])
    left = [*entries[1::2], *marked[5:]]
    tally = log.tally(INCIDENT)
    assert (tally.total, tally.struck) == (len(left), sum(e.is_struck for e in left))
    assert tally.significant == sum(e.is_significant for e in left)
    assert tally.kinds == dict(Counter(e.kind for e in left))
    assert tally.authors == dict(Counter((e.entered.device, e.entered.person) for e in left))
    assert index.things.count(Entry, INCIDENT) == index.things.count(Entry) == len(index.things.all(Entry)) == len(left)
