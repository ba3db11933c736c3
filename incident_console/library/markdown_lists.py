# SPDX-License-Identifier: Apache-2.0
"""Lists as people write them, brought into the strict form that the Markdown library understands.

Most editors nest a list by two or three blanks and start it right below a line of text (CommonMark 0.31, 5.2 and 5.3);
the library wants four blanks and an empty line, and would show a checklist as one paragraph otherwise. Lines that
already have the strict form come out as they went in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_STEP = 4
_ITEM = re.compile(r"([ ]*)([-*+]|\d{1,9}[.)])([ ]+)(?=\S)")
_FENCE = re.compile(r"[ ]*(`{3,}|~{3,})")
_RULE = re.compile(r"[ ]*(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,}|(?:_[ ]*){3,})\Z")
_MAX_LEVELS = 20


@dataclass(frozen=True, slots=True)
class _Item:
    """An open list item: where its text begins in the source, and whether it is numbered."""

    text_at: int
    is_numbered: bool


def with_strict_lists(text: str) -> str:
    """The same text with its lists indented by four and set apart by an empty line."""
    writer = _Writer()
    for line in text.split("\n"):
        writer.take(line.expandtabs(_STEP) if line[:1] in (" ", "\t", "-", "*", "+") or line[:1].isdigit() else line)
    return "\n".join(writer.lines)


class _Writer:
    """Goes through the lines and keeps which list items are open."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._open: list[_Item] = []
        self._fence = ""
        self._fence_from = 0
        self._fence_to = 0
        self._is_after_blank = True

    def take(self, line: str) -> None:
        """Write one line."""
        if self._fence:
            self._take_fenced(line)
        elif not line.strip():
            self.lines.append(line)
            self._is_after_blank = True
        else:
            item = self._item(line)
            if item is not None:
                self._take_item(line, item)
            else:
                self._take_other(line)
            self._is_after_blank = False

    def _item(self, line: str) -> re.Match[str] | None:
        found = _ITEM.match(line)
        if found is None or _RULE.match(line) or (not self._open and len(found.group(1)) >= _STEP):
            return None
        return found

    def _take_item(self, line: str, found: re.Match[str]) -> None:
        indent, sign, gap = found.groups()
        is_numbered = sign[0].isdigit()
        in_paragraph = not self._open and not self._is_after_blank
        if in_paragraph and is_numbered and int(sign[:-1]) != 1:
            self.lines.append(line)  # "in\n2020. It ..." is text
            return
        closed: _Item | None = None
        while self._open and len(indent) < self._open[-1].text_at:
            closed = self._open.pop()
        changes_kind = closed is not None and closed.is_numbered != is_numbered
        if not self._is_after_blank and (in_paragraph or changes_kind):
            self.lines.append("")
        level = len(self._open)
        self.lines.append(" " * (_STEP * level) + sign.replace(")", ".") + gap + line[found.end() :])
        if level < _MAX_LEVELS:
            self._open.append(_Item(found.end() if len(gap) <= _STEP else len(indent) + len(sign) + 1, is_numbered))

    def _take_other(self, line: str) -> None:
        indent = len(line) - len(line.lstrip(" "))
        if self._is_after_blank:
            while self._open and indent < self._open[-1].text_at:
                self._open.pop()
        new_indent = self._new_indent(indent)
        fence = _FENCE.match(line)
        if fence is not None:
            self._fence, self._fence_from, self._fence_to = fence.group(1), indent, new_indent
        self.lines.append(" " * new_indent + line.lstrip(" "))

    def _new_indent(self, indent: int) -> int:
        level = len(self._open)
        if not level or indent < self._open[-1].text_at or (indent % _STEP == 0 and indent >= _STEP * level):
            return indent
        return _STEP * level + indent - self._open[-1].text_at

    def _take_fenced(self, line: str) -> None:
        body = line.lstrip(" ")
        indent = max(0, len(line) - len(body) - self._fence_from)
        self.lines.append(" " * (self._fence_to + indent) + body if body else "")
        if body.startswith(self._fence) and not body.strip("`~ "):
            self._fence = ""
        self._is_after_blank = False
