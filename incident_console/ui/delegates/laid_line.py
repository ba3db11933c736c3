# SPDX-License-Identifier: Apache-2.0
"""Measures one line of a cell once and draws it as often as needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from incident_console.ui.delegates.row import Icon, Line, Tag, Text
from incident_console.ui.theme import Role, theme
from incident_console.ui.theme.painting import draw_icon, draw_tag, draw_text, tag_size, text_width

_BESIDE = 8  # between words and an icon or tag, in pixels of the design


class LaidLine:
    """A line fitted into a width: knows its height and its natural width, and paints itself.

    ``min_leading`` (pixels) lets small words stand level with larger ones in the cell beside.
    """

    def __init__(self, line: Line, width: float, *, is_right: bool = False, min_leading: int = 0) -> None:
        self._line = line
        self._width = width
        self._is_right = is_right
        leading = max((theme().line_height(text.style) for text in line.words), default=theme().line_height())
        self._leading = max(leading, min_leading)
        self._left = _width_of(line.before)
        room = max(1.0, width - self._left - _width_of(line.end))
        self._layout, self._rows, words_width = self._lay_words(room)
        self._after_at = self._place_after(room)
        below = 1 if line.after and self._after_at.y() >= self._rows * self._leading else 0
        self.height = self._leading * (max(1, self._rows) + below)
        beside = self._after_at.x() - self._left + _width_of(line.after) if line.after else words_width
        self.natural_width = min(width, self._left + max(words_width, beside) + _width_of(line.end))

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Draw with the top left corner at (x, y)."""
        shift = self._width - self.natural_width if self._is_right else 0.0
        _draw_parts(painter, self._line.before, x + shift, y, self._leading)
        if self._layout is not None:
            self._layout.draw(painter, QPointF(x + shift + self._left, y))
        _draw_parts(painter, self._line.after, x + shift + self._after_at.x(), y + self._after_at.y(), self._leading)
        _draw_parts(
            painter, self._line.end, x + self._width - _width_of(self._line.end), y, self._leading, gap_first=True
        )

    def _lay_words(self, room: float) -> tuple[QTextLayout | None, int, float]:
        words = [_one_paragraph(text, self._line.max_lines) for text in self._line.words if text.text]
        if not words:
            return None, 0, 0.0
        layout = _layout_of(words)
        rows, widest = self._break_lines(layout, room)
        if self._line.max_lines and rows > self._line.max_lines:
            words = _shortened(words, layout, self._line.max_lines, room)
            layout = _layout_of(words)
            rows, widest = self._break_lines(layout, room)
        return layout, rows, widest

    def _break_lines(self, layout: QTextLayout, room: float) -> tuple[int, float]:
        """Break the words into lines, stopping one past the allowed number; tell how many and how wide."""
        layout.beginLayout()
        rows, widest = 0, 0.0
        while not self._line.max_lines or rows <= self._line.max_lines:
            row = layout.createLine()
            if not row.isValid():
                break
            row.setLineWidth(room)
            row.setPosition(QPointF(0, rows * self._leading + (self._leading - row.height()) / 2))
            rows, widest = rows + 1, max(widest, row.naturalTextWidth())
        layout.endLayout()
        return rows, widest

    def _place_after(self, room: float) -> QPointF:
        """Tags follow the last words, or stand below them where they do not fit."""
        if self._layout is None or not self._rows:
            return QPointF(self._left, 0)
        last = self._layout.lineAt(self._rows - 1)
        x = last.naturalTextWidth() + theme().px(_BESIDE)
        if x + _width_of(self._line.after) > room:
            return QPointF(self._left, self._rows * self._leading)
        return QPointF(self._left + x, (self._rows - 1) * self._leading)


def _one_paragraph(text: Text, max_lines: int) -> Text:
    """Line breaks as QTextLayout wants them; in a single line they become blanks."""
    if "\n" not in text.text:
        return text
    return replace(text, text=text.text.replace("\n", " " if max_lines == 1 else "\u2028"))


def _layout_of(words: Sequence[Text]) -> QTextLayout:
    """The words of a line, each run in its own font and colour."""
    layout = QTextLayout("".join(text.text for text in words), theme().font(words[0].style, is_bold=words[0].is_bold))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    formats: list[QTextLayout.FormatRange] = []
    start = 0
    for text in words:
        formats.append(_format(start, len(text.text), text))
        formats.extend(_mark(start + at, length) for at, length in text.marks)
        start += len(text.text)
    layout.setFormats(formats)
    return layout


def _format(start: int, length: int, text: Text) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setFont(theme().font(text.style, is_bold=text.is_bold))
    look.setForeground(theme().colour(text.role))
    look.setFontStrikeOut(text.is_struck)
    return _range(start, length, look)


def _mark(start: int, length: int) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setForeground(theme().colour(Role.HIGHLIGHT_TEXT))
    look.setBackground(theme().colour(Role.HIGHLIGHT))
    return _range(start, length, look)


def _range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start, result.length, result.format = start, length, look
    return result


def _shortened(words: Sequence[Text], layout: QTextLayout, max_lines: int, room: float) -> list[Text]:
    """The words cut so that they fill the allowed lines and end in an ellipsis."""
    last: QTextLine = layout.lineAt(max_lines - 1)
    before = last.textStart()
    result: list[Text] = []
    start = 0
    left = room
    for text in words:
        fixed = max(0, min(len(text.text), before - start))
        head, tail = text.text[:fixed], text.text[fixed:]
        metrics = theme().metrics(text.style, is_bold=text.is_bold)
        shown = metrics.elidedText(tail.replace("\u2028", " "), Qt.TextElideMode.ElideRight, left) if tail else ""
        left -= metrics.horizontalAdvance(shown)
        result.append(_cut(text, head + shown))
        start += len(text.text)
        if shown != tail:
            break
    return result


def _cut(text: Text, shown: str) -> Text:
    marks = tuple((at, min(length, len(shown) - at)) for at, length in text.marks if at < len(shown))
    return replace(text, text=shown, marks=marks)


def _width_of(parts: Sequence[Icon | Tag | Text]) -> float:
    return sum(_part_width(part) + theme().px(_BESIDE) for part in parts)


def _part_width(part: Icon | Tag | Text) -> float:
    if isinstance(part, Text):
        return text_width(part.text, part.style, is_bold=part.is_bold)
    return theme().px(part.size) if isinstance(part, Icon) else tag_size(part.text).width()


def _draw_parts(
    painter: QPainter, parts: Sequence[Icon | Tag | Text], x: float, y: float, height: float, *, gap_first: bool = False
) -> None:
    gap = theme().px(_BESIDE)
    x += gap if gap_first else 0
    for part in parts:
        width = _part_width(part)
        box = QRectF(x, y, width, height)
        if isinstance(part, Icon):
            draw_icon(painter, box, part.name, part.role, part.size)
        elif isinstance(part, Text):
            draw_text(painter, box, part.text, part.role, part.style, is_bold=part.is_bold)
        else:
            tall = tag_size(part.text).height()
            draw_tag(painter, QRectF(x, round(y + (height - tall) / 2), width, tall), part.text, part.tone)
        x += width + gap
