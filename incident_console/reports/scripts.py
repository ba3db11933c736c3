# SPDX-License-Identifier: Apache-2.0
"""Scripts that are not drawn letter after letter: Arabic and Hebrew from right to left, Arabic joined, Hindi's short i.

A small part of the Unicode bidirectional algorithm (UAX 9: one level of embedding, rules W1-W7, N1, N2, L2, L4)
and the joining of Arabic letters through their presentation forms. Character classes stand here and not in the
Unicode tables of the Python at hand, so that a report comes out the same on every version.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_HAS_RTL = re.compile(f"[{_RTL}]")
_ARABIC_MARK = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_SHORT_I = re.compile("((?:[\u0915-\u0939\u0958-\u095f]\u093c?\u094d)*[\u0915-\u0939\u0958-\u095f]\u093c?)(\u093f)")
_CLASSES = re.compile(
    "(?P<mark>[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u036f])"
    "|(?P<number>[0-9\u0660-\u0669\u06f0-\u06f9]+(?:[.,:/\u066b\u066c][0-9\u0660-\u0669\u06f0-\u06f9]+)*)"
    f"|(?P<right>[{_RTL}])"
    "|(?P<neutral>[\\s!-/:-@\\[-`{-~\u00a0-\u00bf\u2010-\u206f\u2190-\u2bff\u3000-\u3003])"
    "|(?P<left>.)",
    re.DOTALL,
)
_MIRRORED = dict(zip("()[]{}<>\xab\xbb", ")(][}{><\xbb\xab", strict=True))


def has_rtl(text: str) -> bool:
    """Whether any of it is written from right to left."""
    return _HAS_RTL.search(text) is not None


def is_rtl(paragraph: str) -> bool:
    """Whether the paragraph as a whole runs from right to left: its first letter decides."""
    for found in _CLASSES.finditer(paragraph):
        if found.lastgroup in ("left", "right"):
            return found.lastgroup == "right"
    return False


def move_short_i(text: str) -> str:
    """Devanagari's vowel sign i before the consonants it is spoken after: there it is drawn."""
    return _SHORT_I.sub(r"\2\1", text)


def join_letters(text: str) -> str:
    """Arabic letters in the forms they take beside their neighbours, still in the order of reading."""
    forms = _forms()
    out: list[str] = []
    is_reached = False  # whether the letter before joins on to this one
    letters = list(_with_ligatures(text))
    for letter, has_taker in zip(letters, _takers(letters), strict=True):
        shapes = forms.get(letter)
        if shapes is None:
            out.append(letter)
            is_reached = is_reached and _ARABIC_MARK.match(letter) is not None
            continue
        reaches = "initial" in shapes and has_taker
        shape = ("medial" if is_reached else "initial") if reaches else ("final" if is_reached else "isolated")
        out.append(shapes.get(shape) or shapes.get("isolated") or letter)
        is_reached = reaches
    return "".join(out)


def visual_order(line: str, base_is_rtl: bool) -> str:
    """One line as it is drawn from left to right."""
    levels = _levels(line, base_is_rtl)
    pieces = [(level, "".join(char for char, _ in run)) for level, run in groupby(levels, key=lambda item: item[1])]
    shown = [(level, _mirrored(piece) if level == 1 else piece) for level, piece in pieces]
    return "".join(_turned(shown, base_is_rtl))


def _turned(pieces: list[tuple[int, str]], base_is_rtl: bool) -> Iterator[str]:
    """L2: what runs right to left is turned round, left-to-right pieces inside it keep their own order."""
    if base_is_rtl:
        yield from (piece for _, piece in reversed(pieces))
        return
    for is_embedded, group in groupby(pieces, key=lambda item: item[0] > 0):
        run = [piece for _, piece in group]
        yield from reversed(run) if is_embedded else run


def _mirrored(piece: str) -> str:
    """A right-to-left piece turned round, its marks kept behind their letters and its brackets mirrored."""
    clusters = re.findall("[^\u0300-\u036f][\u0591-\u05bd\u05bf-\u05c7\u0300-\u036f]*|.", piece, re.DOTALL)
    return "".join(_MIRRORED.get(cluster, cluster) for cluster in reversed(clusters))


def _levels(line: str, base_is_rtl: bool) -> list[tuple[str, int]]:
    """Each character with its level: 0 left to right, 1 right to left, 2 left to right inside that."""
    base = "right" if base_is_rtl else "left"
    items = [(found.group(), str(found.lastgroup)) for found in _CLASSES.finditer(line)]
    directions = _settle_neutrals(_strong_directions([kind for _, kind in items], base), base)
    levels = []
    for (text, kind), direction in zip(items, directions, strict=True):
        is_inside = base_is_rtl if direction == "left" else kind == "number"
        level = 2 if is_inside else int(direction == "right")
        levels.extend([(char, level) for char in text])
    return levels


def _strong_directions(kinds: list[str], base: str) -> list[str | None]:
    """W1, W7: marks go with what they stand on; a number goes with the letters before it. None is a neutral."""
    directions: list[str | None] = []
    strong = base
    for kind in kinds:
        if kind == "mark":
            directions.append(directions[-1] if directions else base)
            continue
        strong = kind if kind in ("left", "right") else strong
        directions.append(None if kind == "neutral" else strong)
    return directions


def _settle_neutrals(directions: list[str | None], base: str) -> list[str]:
    """N1, N2: spaces and signs between two of one direction take it, others that of the paragraph."""
    settled: list[str] = []
    for direction, run in groupby(directions):
        length = len(list(run))
        if direction is None:
            before = settled[-1] if settled else base
            end = len(settled) + length
            after = directions[end] if end < len(directions) else base
            settled.extend([before if before == after else base] * length)
        else:
            settled.extend([direction] * length)
    return settled


def _takers(letters: list[str]) -> list[bool]:
    """For each letter, whether the one after it (marks passed over) can be joined on to."""
    forms = _forms()
    takers: list[bool] = []
    takes = False
    for letter in reversed(letters):
        takers.append(takes)
        if not _ARABIC_MARK.match(letter):
            takes = "final" in forms.get(letter, {})
    return takers[::-1]


def _with_ligatures(text: str) -> Iterator[str]:
    """Single letters, lam and alef taken together."""
    place = 0
    forms = _forms()
    while place < len(text):
        length = 2 if text[place] == "\u0644" and text[place : place + 2] in forms else 1
        yield text[place : place + length]
        place += length


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[str, str]]:
    """Letter (or lam-alef) -> shape -> presentation form, from decompositions that Unicode keeps for ever."""
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD)):
        shape, *letters = unicodedata.decomposition(chr(code)).split()[:3] or [""]
        if shape:
            forms.setdefault("".join(chr(int(letter, 16)) for letter in letters), {})[shape.strip("<>")] = chr(code)
    return forms
