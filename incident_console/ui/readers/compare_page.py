# SPDX-License-Identifier: Apache-2.0
"""Two compared texts as a page with a table: what went is struck through, what came is underlined."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from incident_console.services.document_writing import Row, RowKind, Span
from incident_console.ui.models.compare_rows import Fold
from incident_console.ui.theme import Role
from incident_console.ui.theme.theme import Theme

_MINUS, _PLUS = "\N{MINUS SIGN}", "+"


def compare_page(rows: Sequence[Row | Fold], look: Theme) -> str:
    """The page of these rows; each row of it is one of the table's."""
    lines = "".join(_fold(row, look) if isinstance(row, Fold) else _row(row, look) for row in rows)
    return f'<table width="100%" cellspacing="0" cellpadding="{look.px(3)}">{lines}</table>'


def _fold(fold: Fold, look: Theme) -> str:
    words = "1 line is the same" if fold.count == 1 else f"{fold.count:,} lines are the same"
    style = f"color:{_colour(look, Role.MUTED)};background-color:{_colour(look, Role.WINDOW)}"
    empty = f'<td style="{style}"></td>'
    return f'<tr>{empty}<td style="{style}">{words}</td>{empty}{empty}</tr>'


def _row(row: Row, look: Theme) -> str:
    is_same = row.kind is RowKind.SAME
    sides = (
        _number(row.left_number, "" if is_same else _MINUS, look),
        _words(row.left, row.kind, Role.DANGER_SOFT, "line-through", look),
        _number(row.right_number, "" if is_same else _PLUS, look),
        _words(row.right, row.kind, Role.OK_SOFT, "underline", look),
    )
    return f"<tr>{''.join(sides)}</tr>"


def _number(number: int | None, sign: str, look: Theme) -> str:
    words = "" if number is None else f"{number} {sign}".rstrip()
    return f'<td align="right" style="color:{_colour(look, Role.MUTED)};white-space:pre">{words}</td>'


def _words(spans: Sequence[Span], kind: RowKind, ground: Role, line: str, look: Theme) -> str:
    """Words of a line; in a line that changed, those that stand in both keep the plain ground."""
    own = ground if kind in (RowKind.ADDED, RowKind.REMOVED) else Role.SURFACE
    words = "".join(_span(span, ground, line, look) for span in spans)
    style = f"background-color:{_colour(look, own if spans else Role.WINDOW)};white-space:pre-wrap"
    return f'<td style="{style}">{words}</td>'


def _span(span: Span, ground: Role, line: str, look: Theme) -> str:
    if not span.is_changed:
        return escape(span.text)
    style = f"text-decoration:{line};background-color:{_colour(look, ground)}"
    return f'<span style="{style}">{escape(span.text)}</span>'


def _colour(look: Theme, role: Role) -> str:
    return look.colour(role).name()
