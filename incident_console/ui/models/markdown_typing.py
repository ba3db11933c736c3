# SPDX-License-Identifier: Apache-2.0
"""What a key does to a line of Markdown: lists go on by themselves, items go in and out, boxes are ticked."""

from __future__ import annotations

import re

_ITEM = re.compile(r"([ \t]*)(?:([-*+])|(\d{1,9})([.)]))([ \t]+)(\[[ xX]\][ \t]+)?")
_BOX = re.compile(r"([ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[([ xX])\]")
_INDENT = 4


def is_item(line: str) -> bool:
    """Whether a line is an item of a list."""
    return _ITEM.match(line) is not None


def next_item(line: str) -> str | None:
    """How the line after an item begins: with the next number, or an empty box.

    Empty for an item without words, which ends the list; None for a line that is no item.
    """
    found = _ITEM.match(line)
    if found is None:
        return None
    if not line[found.end() :].strip():
        return ""
    indent, bullet, number, stop, gap, box = found.groups()
    sign = bullet or f"{int(number) + 1}{stop}"
    return f"{indent}{sign}{gap}{'[ ] ' if box else ''}"


def moved_in(line: str) -> str:
    """An item one level further in."""
    return " " * _INDENT + line


def moved_out(line: str) -> str:
    """An item one level further out, as far as it goes."""
    blanks = len(line) - len(line.lstrip(" "))
    return line[1:] if line.startswith("\t") else line[min(blanks, _INDENT) :]


def with_box_turned(line: str) -> str:
    """The line with its box ticked or not ticked; one without a box gets an empty one."""
    box = _BOX.match(line)
    if box is not None:
        return f"{box.group(1)}[{'x' if box.group(2) == ' ' else ' '}]{line[box.end() :]}"
    item = _ITEM.match(line)
    if item is not None:
        return f"{item.group(0)}[ ] {line[item.end() :]}"
    words = line.lstrip()
    return f"{line[: len(line) - len(words)]}- [ ] {words}"
