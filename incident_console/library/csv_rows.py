# SPDX-License-Identifier: Apache-2.0
"""The rows of a table in a text file, whatever separates its columns; a broken one ends in a sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

SAMPLE_CHARS = 64_000
_SEPARATORS = ",;\t|"
_MAX_CELL_LINES = 60


def separated(text: str) -> tuple[str, str]:
    """The text and the separator of its columns: as Excel's "sep=" line says, else what cuts most rows alike."""
    if text[:4].lower() == "sep=" and text[4:5] and text[5:6] == "\n":
        return "\n" + text[6:], text[4]
    sample = text[:SAMPLE_CHARS]
    return text, max(_SEPARATORS, key=lambda separator: _fit(sample, separator))


def _fit(sample: str, separator: str) -> int:
    widths = [len(row) for _, row in csv_rows(sample, separator) if isinstance(row, list) and row][:40]
    return max((widths.count(width) * (width - 1) for width in set(widths)), default=0)


def csv_rows(text: str, separator: str) -> Iterator[tuple[int, list[str] | str]]:
    """Rows numbered from 1; a sentence instead of a row where a quotation mark swallows the rest."""
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=separator, skipinitialspace=True)
    is_unbalanced = text.count('"') % 2 == 1
    number = 0
    while True:
        number += 1
        try:
            row = next(reader, None)
        except csv.Error:
            yield number, "A cell in it never ends: the rows after it cannot be read."
            return
        if row is None:
            return
        lines = max((cell.count("\n") for cell in row), default=0)
        if lines > _MAX_CELL_LINES or (lines and is_unbalanced and stream.tell() == len(text)):
            yield number, "A quotation mark in it is never closed: the rows after it are not read."
        else:
            yield number, row
