# SPDX-License-Identifier: Apache-2.0
"""Searching the text of thousands of documents, beside plain full-text search on a plain database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random

from incident_console.domain.document import BlobPart, BlobRef, document_version
from incident_console.domain.operation import Value
from incident_console.storage.match_words import match_words
from incident_console.storage.search_query import parse_query
from incident_console.sync.station import Station
from tests.bench.measuring import Finding, beside, interleaved
from tests.bench.stations import a_founder

LIMIT = 50
_SYLLABLES = ["ba", "co", "di", "fu", "ga", "he", "li", "mo", "na", "pe", "ri", "so", "ta", "ve", "zu", "kra", "sto"]


def bench(root: Path, is_quick: bool) -> Iterator[Finding]:
    """Ask for rare and common words, several words, and the beginning of one; every hit with its snippet."""
    texts = generated_texts(2_000 if is_quick else 10_000)
    station = a_founder(root / "station")
    add_documents(station, texts)
    plain = plain_database(root / "plain.db", texts)
    for name, words in queries().items():
        query = match_words(words)
        ours, peer = interleaved(
            lambda: station.index.things.search.find(parse_query(words), LIMIT),  # noqa: B023 - called before the next turn
            lambda: plain_search(plain, query),  # noqa: B023
            rounds=10 if is_quick else 30,
        )
        hits = len(plain_search(plain, query))
        yield beside(f"{name} in {len(texts)} documents of 2 kB, {hits} hits", ours, peer, 3)
    plain.close()
    station.close()


def _vocabulary() -> list[str]:
    random = Random(1)
    return ["".join(random.choices(_SYLLABLES, k=random.randint(2, 4))) for _ in range(20_000)]


def generated_texts(count: int) -> list[str]:
    """Texts in which, as in a language, the n-th word is about n times as rare as the first."""
    random, words = Random(2), _vocabulary()
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    return [_text(random, words, weights) for _ in range(count)]


def _text(random: Random, words: Sequence[str], weights: Sequence[float]) -> str:
    return " ".join(random.choices(words, cum_weights=weights, k=290))[:2000]


def queries() -> dict[str, str]:
    """What is searched for, by what kind of search it is."""
    words = _vocabulary()
    return {
        "a common word": words[20],
        "a rare word": words[9_000],
        "two words": f"{words[60]} {words[80]}",
        "three words": f"{words[10]} {words[200]} {words[40]}",
        "a beginning of 2 letters": words[50][:2],
        "a beginning of 4 letters": words[500][:4],
    }


def add_documents(station: Station, texts: Sequence[str]) -> None:
    """Put documents with these texts into a library, as if they had been imported."""
    drafts = []
    hashes = [station.random(32) for _ in texts]
    for number, sha256 in enumerate(hashes):
        fields: dict[str, Value] = {
            "title": f"Document {number}", "file_name": f"document-{number}.md", "media_type": "text/markdown",
            "size": 2000, "sha256": sha256,
        }  # fmt: skip
        blob = BlobRef(bytes(32), (BlobPart(sha256, 0, 2200),), 2000, sha256)
        drafts.append(document_version(station.random(16), fields, blob))
    station.save(drafts)
    with station.index.transaction():
        for sha256, text in zip(hashes, texts, strict=True):
            station.index.set_texts([(sha256, text)])


def plain_database(path: Path, texts: Sequence[str]) -> sqlite3.Connection:
    """The same texts in plain SQLite."""
    plain = sqlite3.connect(path)
    plain.execute("CREATE VIRTUAL TABLE documents USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2')")
    rows = [(f"Document {number}", text) for number, text in enumerate(texts)]
    plain.executemany("INSERT INTO documents VALUES (?, ?)", rows)
    plain.commit()
    return plain


def plain_search(plain: sqlite3.Connection, query: str) -> list[tuple[str, str]]:
    """The best of them by rank, each with a snippet."""
    return plain.execute(
        "SELECT title, snippet(documents, 1, '[', ']', '…', 16) FROM documents WHERE documents MATCH ? "
        "ORDER BY rank LIMIT ?",
        (query, LIMIT),
    ).fetchall()
