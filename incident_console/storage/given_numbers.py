# SPDX-License-Identifier: Apache-2.0
"""Which numbers operations were given, and which of them two operations show, after a laptop was copied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from .database import Connection

GivenNumber = tuple[bytes, int, str, bytes, int]
"""The series, n, what it counts, the incident, and the operation's row."""
_Number = tuple[bytes, int, str, bytes]
ShownNumber = tuple[bytes, str, bytes, int]
"""The incident, what it counts, the series, and n."""


class GivenNumbers:
    """Kept by the operations of the index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._doubled: set[ShownNumber] | None = None

    def add(self, given: Sequence[GivenNumber]) -> None:
        """Note the numbers of operations that are new here."""
        counts = Counter(number[:4] for number in given)
        doubled = {number for number, count in counts.items() if count > 1}.union(self._held(counts))
        self._connection.executemany("INSERT INTO numbers VALUES (?, ?, ?, ?, ?)", given)
        if doubled:
            rows = [(incident, what, series, n) for series, n, what, incident in doubled]
            self._connection.executemany("INSERT OR IGNORE INTO doubled VALUES (?, ?, ?, ?)", rows)
            self._doubled = None

    def doubled(self) -> set[ShownNumber]:
        """Numbers that two accepted operations show."""
        if self._doubled is None:
            rows = self._connection.execute(
                "SELECT incident, what, series, n FROM doubled WHERE 1 < (SELECT count(*) FROM numbers "
                "JOIN ops ON ops.row = numbers.op WHERE numbers.series = doubled.series AND numbers.n = doubled.n "
                "AND numbers.what = doubled.what AND numbers.incident = doubled.incident AND ops.state = 1)"
            )
            self._doubled = set(rows)
        return self._doubled

    def reload(self) -> None:
        """Look anew when next asked, after a verdict changed or changes were undone."""
        self._doubled = None

    def _held(self, numbers: Iterable[_Number]) -> Iterator[_Number]:
        """Those of the numbers that are here; each series is asked for once, from its lowest to its highest."""
        wanted: dict[tuple[bytes, str, bytes], set[int]] = {}
        for series, n, what, incident in numbers:
            wanted.setdefault((series, what, incident), set()).add(n)
        for (series, what, incident), ns in wanted.items():
            found = self._connection.execute(
                "SELECT n FROM numbers WHERE series = ? AND n BETWEEN ? AND ? AND what = ? AND incident = ?",
                (series, min(ns), max(ns), what, incident),
            )
            yield from ((series, n, what, incident) for n in ns.intersection(n for (n,) in found))
