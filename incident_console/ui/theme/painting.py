# SPDX-License-Identifier: Apache-2.0
"""Small things that rows and widgets draw by hand: tags, key hints, icons, focus rings. Sizes come from the fonts."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from incident_console.ui.theme.icons import pixmap
from incident_console.ui.theme.manager import theme
from incident_console.ui.theme.roles import Role, Tone
from incident_console.ui.theme.text_styles import TextStyle


def fill_round(painter: QPainter, rect: QRectF, radius: float, fill: Role | None, edge: Role | None = None) -> None:
    """Fill a box with round corners, with or without a hairline edge that stays inside the box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme().colour(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().colour(edge), 1) if edge else Qt.PenStyle.NoPen)
    inset = 0.5 if edge else 0.0
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def draw_focus_ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """Show where the keyboard is: a ring of two pixels inside the box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().colour(Role.FOCUS), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    role: Role | QColor = Role.TEXT,
    style: TextStyle = TextStyle.BODY,
    *,
    is_bold: bool = False,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Draw one line in the middle of the box's height, with an ellipsis where it does not fit."""
    look = theme()
    shown = look.metrics(style, is_bold=is_bold).elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 1)
    painter.setFont(look.font(style, is_bold=is_bold))
    painter.setPen(role if isinstance(role, QColor) else look.colour(role))
    flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
    painter.drawText(rect, int(flags), shown)


def draw_icon(painter: QPainter, rect: QRectF, name: str, role: Role = Role.TEXT, size: float = 16) -> None:
    """Draw an icon in the middle of a box, sharp on the screen that is painted on."""
    side = theme().px(size)
    corner = rect.center() - QPointF(side / 2, side / 2)
    picture = pixmap(name, role, size, painter.device().devicePixelRatio())
    painter.drawPixmap(QPointF(round(corner.x()), round(corner.y())), picture)


def text_width(text: str, style: TextStyle = TextStyle.BODY, *, is_bold: bool = False) -> float:
    """How wide a line of text is drawn."""
    return theme().metrics(style, is_bold=is_bold).horizontalAdvance(text)


def tag_size(text: str) -> QSizeF:
    """The size of a tag (a small word on a soft colour)."""
    look = theme()
    height = look.metrics(TextStyle.TINY, is_bold=True).height() + look.px(4)
    return QSizeF(text_width(text, TextStyle.TINY, is_bold=True) + look.px(12), height)


def draw_tag(painter: QPainter, rect: QRectF, text: str, tone: Tone) -> None:
    """Draw a tag: a small bold word in its tone on the tone's soft colour."""
    look = theme()
    fill_round(painter, rect, look.px(4), tone.soft_role)
    draw_text(
        painter,
        rect.adjusted(look.px(6), 0, -look.px(6), 0),
        text,
        tone.role,
        TextStyle.TINY,
        is_bold=True,
        align=Qt.AlignmentFlag.AlignHCenter,
    )


def key_size(text: str, style: TextStyle = TextStyle.TINY) -> QSizeF:
    """The size of a key hint (the little drawn key that says what to press)."""
    look = theme()
    height = look.metrics(style).height() + look.px(4)
    return QSizeF(max(text_width(text, style) + look.px(10), height), height)


def draw_key(
    painter: QPainter,
    rect: QRectF,
    text: str,
    words: Role = Role.MUTED,
    edge: Role = Role.BORDER,
    style: TextStyle = TextStyle.TINY,
) -> None:
    """Draw a key hint: the key's name in a small box."""
    fill_round(painter, rect, theme().px(4), None, edge)
    draw_text(painter, rect, text, words, style, align=Qt.AlignmentFlag.AlignHCenter)
