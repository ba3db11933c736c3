# SPDX-License-Identifier: Apache-2.0
"""Reads the tables of a plan file strictly: each value of the right kind and size, and no key left over.

A plan is written by a person in a calm week and opened by another on a bad night. So every mistake is told with the
place where it stands, and nothing is guessed.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from .errors import KnownError

MAX_FILE_SIZE = 128 * 1024
MAX_LINE_CHARACTERS = 1_000
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY_CHARACTERS = 60


def plan_error(place: str, fault: str) -> KnownError:
    """The error that tells the person who keeps the plan what is wrong and where."""
    return KnownError(
        "The plan cannot be used",
        f"{place}: {fault}.",
        "Nothing was opened. Correct this place in the plan file and try again.",
    )


def load_tables(source: str | bytes) -> dict[str, object]:
    """Turn a plan file into plain tables.

    The bounds come before parsing: the parser's time grows with the square of a dotted key's length and its depth
    with nested brackets, and a plan may come from a stranger. Raises KnownError.
    """
    if len(source) > MAX_FILE_SIZE:
        raise plan_error("The file", f"it is larger than {MAX_FILE_SIZE:,} characters")
    text = _decoded(source) if isinstance(source, bytes) else source
    if any(len(line) > MAX_LINE_CHARACTERS for line in text.splitlines()):
        raise plan_error("The file", f"a line has more than {MAX_LINE_CHARACTERS:,} characters")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise plan_error("The file", "it is nested too deeply") from None
    except ValueError as error:
        raise plan_error("The file", f"it is not valid TOML ({shown(str(error), 120)})") from None


class PlanTable:
    """One table of a plan file; each read marks its key as known, `finish` refuses what was never asked for."""

    def __init__(self, values: Mapping[str, object], place: str) -> None:
        self._values = values
        self._asked: set[str] = set()
        self.place = place

    def fault(self, fault: str) -> KnownError:
        """The error about this table; the caller raises it."""
        return plan_error(self.place, fault)

    def text(self, name: str, limit: int, *, is_required: bool = True, has_lines: bool = False) -> str:
        """A text of at most `limit` characters without control characters; "" when absent and not required."""
        if not self._has(name, is_required):
            return ""
        return self._checked_text(self._values[name], f'"{name}"', limit, has_lines=has_lines)

    def key(self, name: str, *, is_required: bool = True) -> str:
        """A short name that other places refer to: lower-case letters, digits and single hyphens."""
        value = self.text(name, _KEY_CHARACTERS, is_required=is_required)
        if (value or is_required) and not _KEY.fullmatch(value):
            raise self.fault(f'"{name}" may hold lower-case letters, digits and single hyphens only')
        return value

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        """One of a few fixed words."""
        value = self.text(name, _KEY_CHARACTERS)
        if value not in allowed:
            raise self.fault(f'"{name}" must be one of: {", ".join(allowed)}')
        return value

    def number(self, name: str, lowest: int, highest: int) -> int:
        """A whole number between two bounds, both included."""
        self._has(name, True)
        value = self._values[name]
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fault(f'"{name}" must be a whole number')
        if not lowest <= value <= highest:
            raise self.fault(f'"{name}" must lie between {lowest} and {highest}')
        return value

    def optional_number(self, name: str, lowest: int, highest: int) -> int | None:
        """A whole number between two bounds, or None when the key is absent."""
        return self.number(name, lowest, highest) if self._has(name, False) else None

    def texts(self, name: str, most: int, limit: int, *, is_required: bool = False) -> tuple[str, ...]:
        """A list of at most `most` different texts; empty when absent and not required."""
        items = self._list(name, most, is_required)
        found = tuple(
            self._checked_text(item, f'"{name}", item {at}', limit, has_lines=False)
            for at, item in enumerate(items, start=1)
        )
        repeated = first_repeated(found)
        if repeated is not None:
            raise self.fault(f'"{name}" holds "{shown(repeated)}" twice')
        return found

    def keys(self, name: str, most: int, *, is_required: bool = False) -> tuple[str, ...]:
        """A list of keys, as `texts` but each made like a `key`."""
        found = self.texts(name, most, _KEY_CHARACTERS, is_required=is_required)
        for value in found:
            if not _KEY.fullmatch(value):
                raise self.fault(f'"{name}" may hold lower-case letters, digits and single hyphens only')
        return found

    def tables(self, name: str, noun: str, most: int, *, is_required: bool = True) -> tuple[PlanTable, ...]:
        """The [[name]] tables in their order, each knowing its place ("Task 3")."""
        found = []
        for at, item in enumerate(self._list(name, most, is_required), start=1):
            if not isinstance(item, dict):
                raise self.fault(f'"{name}" must be written as [[{name}]] tables')
            found.append(PlanTable(item, f"{noun} {at}"))
        return tuple(found)

    def finish(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key would silently lose what it holds."""
        unknown = sorted(set(self._values) - self._asked)
        if unknown:
            raise self.fault(f'unknown key "{shown(unknown[0])}"')

    def _has(self, name: str, is_required: bool) -> bool:
        self._asked.add(name)
        if name not in self._values and is_required:
            raise self.fault(f'"{name}" is missing')
        return name in self._values

    def _list(self, name: str, most: int, is_required: bool) -> Sequence[object]:
        if not self._has(name, is_required):
            return ()
        value = self._values[name]
        if not isinstance(value, list):
            raise self.fault(f'"{name}" must be a list')
        if len(value) > most:
            raise self.fault(f'"{name}" holds {len(value):,} items, at most {most:,} are allowed')
        if not value and is_required:
            raise self.fault(f'"{name}" is empty')
        return value

    def _checked_text(self, value: object, what: str, limit: int, *, has_lines: bool) -> str:
        if not isinstance(value, str):
            raise self.fault(f"{what} must be text")
        text = value.strip()
        if not text:
            raise self.fault(f"{what} is empty")
        if len(text) > limit:
            raise self.fault(f"{what} has {len(text):,} characters, at most {limit:,} are allowed")
        if _has_control_characters(text.replace("\n", " ") if has_lines else text):
            raise self.fault(f"{what} holds control characters or line breaks that cannot be shown")
        return text


def first_repeated(values: Sequence[str]) -> str | None:
    """The first value that stands twice, None if all differ."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None


def first_missing(values: Sequence[str], known: Collection[str]) -> str | None:
    """The first value that is not among the known ones, None if all are."""
    return next((value for value in values if value not in known), None)


def _has_control_characters(text: str) -> bool:
    return any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise plan_error("The file", f"it is not UTF-8 text (byte {error.start:,})") from None


def shown(text: str, limit: int = 40) -> str:
    """A piece of the file fit for an error line: short and printable."""
    return "".join(character if character.isprintable() else "?" for character in text[:limit])
