# SPDX-License-Identifier: Apache-2.0
"""Answers while somebody types, beside plain full-text search and ripgrep on the same text."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from incident_console.services.search import SearchService
from incident_console.storage.match_words import match_words
from tests.bench.measuring import Finding, Times, beside, interleaved, span, timed
from tests.bench.searching import add_documents, generated_texts, plain_database, plain_search, queries
from tests.bench.shelves import write_texts
from tests.bench.stations import a_founder

FIRST_S = 0.05
DOCUMENTS = ("document",)


def findings(root: Path, count: int, rounds: int) -> Iterator[Finding]:
    """Every key of some searches, typed one after the other, among so many documents of 2 kB."""
    texts = generated_texts(count)
    station = a_founder(root / "station")
    add_documents(station, texts)
    plain = plain_database(root / "plain.db", texts)
    search = SearchService(station)
    typed = [words[:end] for words in queries().values() for end in range(2, len(words) + 1)]
    first, processor, whole, peer = _answers(search, plain, typed, rounds)
    what = f"{count:,} documents, "
    yield beside(f"{what}first results while typing, median / plain FTS5", first, peer)
    yield _at_99(f"{what}the same, 99 of 100 / plain FTS5", first, peer)
    yield _at_99(f"{what}the same, 99 of 100 / 50 ms", first, Times((FIRST_S,)), is_aim=True)
    yield _at_99(f"{what}the same, 99 of 100 / 50 ms of the processor", processor, Times((FIRST_S,)), is_aim=True)
    yield beside(f"{what}all counted, ranked, 200 shown, median / plain FTS5", whole, peer)
    yield _at_99(f"{what}the same, 99 of 100 / plain FTS5", whole, peer)
    if shutil.which("rg"):
        yield _beside_ripgrep(search, write_texts(root / "texts", texts), what, rounds)
    else:
        print("  (there is no ripgrep here to measure beside: apt-get install ripgrep)")
    plain.close()
    station.close()


def _answers(search: SearchService, plain: sqlite3.Connection, typed: Sequence[str], rounds: int) -> tuple[Times, ...]:
    """How long each key takes: first results, their processor time, the whole answer, and the peer's."""
    taken: list[list[float]] = [[], [], [], []]
    for _ in range(rounds):
        for words in typed:
            started = time.thread_time()
            taken[0].append(timed(lambda: search.answer(words, 200, DOCUMENTS, is_first=True)))  # noqa: B023
            taken[1].append(time.thread_time() - started)
            taken[2].append(timed(lambda: search.answer(words, 200, DOCUMENTS)))  # noqa: B023
            taken[3].append(timed(lambda: plain_search(plain, match_words(words))))  # noqa: B023
    return tuple(Times(tuple(seconds)) for seconds in taken)


def _at_99(what: str, ours: Times, peer: Times, *, is_aim: bool = False) -> Finding:
    mine, theirs = ours.at_most(0.99), peer.at_most(0.99)
    ratio = mine / theirs
    return Finding(what, ratio, ratio, ratio, f"{span(mine)} : {span(theirs)}", 1 if is_aim else None)


def _beside_ripgrep(search: SearchService, folder: Path, what: str, rounds: int) -> Finding:
    """Whole words in plain files that the system has in its memory by then."""
    words = queries()["a common word"]
    ours, peer = interleaved(
        lambda: search.answer(words, 200, DOCUMENTS),
        lambda: subprocess.run(["rg", "-c", "-i", "-w", words, folder], check=True, capture_output=True),
        rounds=rounds,
    )
    return beside(f"{what}a common word, all counted and ranked / ripgrep", ours, peer)
