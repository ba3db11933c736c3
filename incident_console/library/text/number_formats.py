# SPDX-License-Identifier: Apache-2.0
"""Numbers of a workbook as their cells show them: "0.00", "#,##0 [$EUR]", "0%" (ECMA-376, 18.8.31)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<inside>[^\]]*)\]|(?P<general>General)|(?P<exponent>[Ee][+-])|'
    r"(?P<digit>[0#?])|(?P<sign>[.,%@;/])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\Z")
_MOST_CHARS = 200
_MOST_CODES = 256
_MOST_DIGITS = 40
_GENERAL_DIGITS = 11
_WHOLE_IN_FULL, _SMALLEST_IN_FULL = Decimal(10) ** 15, -5
_EXACT = Context(prec=4 * _MOST_DIGITS, rounding=ROUND_HALF_UP)
_WHOLE, _PARTS = "#,##0;-#,##0", "#,##0.00;-#,##0.00"
BUILT_IN = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "11": "0.00E+00"}
BUILT_IN |= dict.fromkeys(("37", "38", "41", "42"), _WHOLE) | dict.fromkeys(("39", "40", "43", "44"), _PARTS)
"""Formats that a file names by number alone; those of money without their sign, which depends on the country."""


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def shown_number(raw: str, code: str) -> str:
    """A number in its format; as it stands where it is none, or the format is of no kind that is known here."""
    value = _value(raw)
    if value is None:
        return raw
    if not code:
        return general(value)
    section, is_signed = _section_for(value, _sections(code[:_MOST_CHARS]))
    kinds = {token.kind for token in section}
    if kinds & {"/", "@", "exponent"}:
        return general(value)
    if not kinds & {"digit", "general"}:
        return "".join(token.text for token in section if token.kind == "words").strip()
    return ("-" if is_signed and value < 0 else "") + _filled(abs(value), section)


def general(value: Decimal) -> str:
    """A number without a format: some eleven digits, none of them for show; a whole one in full, it may be a name."""
    if abs(value) < _WHOLE_IN_FULL and value == value.to_integral_value():
        return str(int(value))
    size = value.adjusted()
    if not _SMALLEST_IN_FULL <= size < _GENERAL_DIGITS:
        digits, _, power = f"{value:.5E}".partition("E")
        return f"{digits.rstrip('0').rstrip('.')}E{power}"
    words = f"{_rounded(value, _GENERAL_DIGITS - 1 - max(0, size)):f}"
    return words.rstrip("0").rstrip(".")


def _value(raw: str) -> Decimal | None:
    try:
        value = Decimal(raw) if len(raw) <= _MOST_DIGITS else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() and abs(value.adjusted()) <= _MOST_DIGITS else None


@lru_cache(maxsize=_MOST_CODES)
def _sections(code: str) -> list[list[_Token]]:
    """The parts of a format; nobody may change what comes back, it is kept for the next cell."""
    sections: list[list[_Token]] = [[]]
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup or "blank"
        text = found.group(found.lastgroup) if found.lastgroup else " "
        if kind == "sign" and text == ";":
            sections.append([])
        elif kind == "sign":
            sections[-1].append(_Token(text, text))
        elif kind in ("quoted", "escaped", "other"):
            sections[-1].append(_Token("words", text))
        elif kind == "blank":
            sections[-1].append(_Token("words", " " if found.group().startswith("_") else ""))
        elif kind == "inside":
            sections[-1].append(_bracket(text))
        else:
            sections[-1].append(_Token(kind, text))
    return sections


def _bracket(inside: str) -> _Token:
    """The sign of money in it, a condition, or nothing to show (a colour)."""
    if inside.startswith("$"):
        return _Token("words", inside[1:].partition("-")[0])
    return _Token("condition", inside) if _CONDITION.match(inside) else _Token("words", "")


def _section_for(value: Decimal, sections: Sequence[list[_Token]]) -> tuple[list[_Token], bool]:
    """The part of a format for this number, and whether a minus must be written before it."""
    for section in sections:
        condition = next((_CONDITION.match(token.text) for token in section if token.kind == "condition"), None)
        if condition and _holds(value, *condition.groups()):
            return [token for token in section if token.kind != "condition"], True
    plain = [section for section in sections if all(token.kind != "condition" for token in section)] or [[]]
    if value < 0 and len(plain) > 1:
        return plain[1], False
    return (plain[2] if not value and len(plain) > 2 else plain[0]), True


def _holds(value: Decimal, sign: str, limit: str) -> bool:
    other = Decimal(limit)
    return {
        "<": value < other,
        ">": value > other,
        "=": value == other,
        "<=": value <= other,
        ">=": value >= other,
        "<>": value != other,
    }[sign]


def _filled(value: Decimal, section: Sequence[_Token]) -> str:
    kinds = [token.kind for token in section]
    if "general" in kinds:
        return "".join(general(value) if each.kind == "general" else each.text for each in section).strip()
    last = max(at for at, kind in enumerate(kinds) if kind == "digit")
    point = kinds.index(".") if "." in kinds else len(kinds)
    scale = 0
    while last + 1 + scale < len(kinds) and kinds[last + 1 + scale] == ",":
        scale += 1
    value = value.scaleb(2 * kinds.count("%") - 3 * scale)
    places = [token.text for token in section[point:] if token.kind == "digit"]
    whole, _, part = f"{_rounded(value, len(places)):f}".partition(".")
    first = kinds.index("digit")
    is_grouped = any(kind == "," and first < at < min(last, point) for at, kind in enumerate(kinds))
    left = _whole(section[:point], whole.lstrip("0"), is_grouped=is_grouped)
    return (left + _part(section[point:], places, part)).strip()


def _whole(section: Sequence[_Token], digits: str, *, is_grouped: bool) -> str:
    """The digits before the point from the right, each in its place; more of them than places go before the first."""
    pieces: list[str] = []
    left, count = list(digits), 0
    first = next((at for at, token in enumerate(section) if token.kind == "digit"), -1)

    def put(digit: str) -> None:
        nonlocal count
        pieces.append(f"{digit}," if is_grouped and count and count % 3 == 0 else digit)
        count += 1

    for at in range(len(section) - 1, -1, -1):
        token = section[at]
        if token.kind == "digit":
            if left:
                put(left.pop())
            elif token.text == "0":
                put("0")
            while at == first and left:
                put(left.pop())
        elif token.kind in ("words", "%"):
            pieces.append(token.text)
    return "".join(reversed(pieces))


def _part(section: Sequence[_Token], places: Sequence[str], digits: str) -> str:
    """The point and what follows; zeros that stand for show only are left out at the end."""
    kept = len(digits)
    while kept and digits[kept - 1] == "0" and places[kept - 1] == "#":
        kept -= 1
    pieces, at = [], 0
    for token in section:
        if token.kind == "digit":
            pieces.append(digits[at] if at < kept else "")
            at += 1
        elif token.kind == ".":
            pieces.append("." if kept else "")
        elif token.kind in ("words", "%"):
            pieces.append(token.text)
    return "".join(pieces)


def _rounded(value: Decimal, places: int) -> Decimal:
    return _EXACT.quantize(value, Decimal(1).scaleb(-min(places, _MOST_DIGITS)))
