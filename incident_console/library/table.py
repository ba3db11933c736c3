# SPDX-License-Identifier: Apache-2.0
"""A table in a text file (CSV, TSV), row by row, for reading."""

from __future__ import annotations

from .csv_rows import csv_rows, separated
from .decoding import decode_text
from .limits import MAX_TABLE_COLUMNS, MAX_TABLE_ROWS, MAX_TEXT_CHARS


def read_table(data: bytes) -> tuple[tuple[tuple[str, ...], ...], str]:
    """The rows with their cells, and a sentence where not all of it could be read."""
    text, separator = separated(decode_text(data[: MAX_TEXT_CHARS * 4]).text[:MAX_TEXT_CHARS])
    rows: list[tuple[str, ...]] = []
    for _, row in csv_rows(text, separator):
        if isinstance(row, str):
            return tuple(rows), row
        if len(rows) == MAX_TABLE_ROWS:
            return tuple(rows), f"Only the first {MAX_TABLE_ROWS:,} rows are shown."
        if row:
            rows.append(tuple(row[:MAX_TABLE_COLUMNS]))
    return tuple(rows), ""
