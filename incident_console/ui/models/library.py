# SPDX-License-Identifier: Apache-2.0
"""Every document that the page knows, counted and in order: a change costs what changed, not what is there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence

from incident_console.services.documents import DocumentLine
from incident_console.ui.models.library_tally import Tally
from incident_console.ui.models.library_view import ShownDocument

_Place = tuple[str, str, bytes]


class Library:
    """Told with `change` what came, went and is different now; a list in order is made anew when it is asked for."""

    def __init__(self) -> None:
        self._shown: dict[bytes, ShownDocument] = {}
        self._lines: dict[bytes, DocumentLine] = {}
        self._vital: dict[bytes, DocumentLine] = {}
        self._places: list[_Place] = []
        self._by_title: list[ShownDocument] | None = []
        self.incident_files: frozenset[str] = frozenset()
        self.tally = Tally()

    @property
    def lines(self) -> Mapping[bytes, DocumentLine]:
        """Every document by its id."""
        return self._lines

    @property
    def vital(self) -> Collection[DocumentLine]:
        """The documents that must not be missing."""
        return self._vital.values()

    def change(self, asked: Iterable[bytes], lines: Iterable[DocumentLine]) -> None:
        """Take in what these documents are now; those that were asked for and are not among the lines are gone."""
        now = {line.id: line for line in lines}
        for key in {*asked, *now}:
            self._take_out(key)
        for line in now.values():
            self._put_in(line)
        self._places.sort()  # nearly all is in order already: that costs one look at each
        self._by_title = None

    def set_incident_files(self, files: frozenset[str]) -> None:
        """Count anew, since the plan of another incident names other files."""
        self.incident_files = files
        self.tally = Tally(files, self._lines.values())

    def by_title(self) -> Sequence[ShownDocument]:
        """Every document by its title."""
        if self._by_title is None:
            self._by_title = [self._shown[key] for _title, _path, key in self._places]
        return self._by_title

    def by_review(self) -> Sequence[ShownDocument]:
        """Every document by the day of its next review, those of one day by title."""
        return sorted(self.by_title(), key=lambda shown: shown.line.next_review_on)

    def _put_in(self, line: DocumentLine) -> None:
        self._lines[line.id] = line
        self._shown[line.id] = ShownDocument(line)
        self._places.append(_place(line))
        self.tally.count(line)
        if line.is_vital:
            self._vital[line.id] = line

    def _take_out(self, key: bytes) -> None:
        line = self._lines.pop(key, None)
        if line is None:
            return
        del self._shown[key]
        del self._places[bisect_left(self._places, _place(line))]
        self.tally.count(line, -1)
        self._vital.pop(key, None)


def _place(line: DocumentLine) -> _Place:
    return line.title.casefold(), line.path, line.id
