# SPDX-License-Identifier: Apache-2.0
"""What commands print: JSON or plain lines on stdout, errors and progress on stderr."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

Told = Callable[[str, int, int], None]
"""Told (what, done, of) while long work goes on."""


def tidy_streams() -> None:
    """Write UTF-8 whatever the system's code page, and never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def tell(line: str) -> None:
    """One line for the person, beside the results."""
    print(plain(line), file=sys.stderr, flush=True)


def show_json(value: object) -> None:
    """A result for programs, on one line, out at once."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def show_lines(lines: Iterable[str]) -> None:
    """A result for people."""
    for line in lines:
        print(plain(line), flush=True)


def show_table(rows: Sequence[Sequence[str]], nothing: str) -> None:
    """Rows in columns, the last column as long as it likes; a sentence where there are none."""
    tidy = [[plain(cell) for cell in row] for row in rows]
    widths = [max(_width(row[column]) for row in tidy) for column in range(len(tidy[0]) - 1)] if tidy else []
    for row in tidy:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[-1]]).rstrip())
    if not tidy:
        print(nothing)


def plain(text: str) -> str:
    """Text of others that a terminal can show: no control character, and all on one line."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)


@contextmanager
def progress() -> Iterator[Told | None]:
    """Shows how long work goes on, where stderr is a terminal; None where it is not."""
    if not _is_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, of: bar.update(task, description=plain(what), completed=done, total=of or None)


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:
        return False


def _width(text: str) -> int:
    """Columns on a terminal: East Asian wide letters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
