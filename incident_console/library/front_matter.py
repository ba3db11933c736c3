# SPDX-License-Identifier: Apache-2.0
"""The block of properties at the top of a Markdown document: ``key: value`` lines between two ``---`` lines.

A small, strict part of YAML: plain and quoted text, true / false, whole numbers, and lists in [a, b] or "- a" form.
Anything else (nesting, anchors, block text) means that it is not ours to read: the document is then left untouched,
so that nothing a person wrote is ever swallowed.
"""

from __future__ import annotations

import re

from .limits import MAX_FRONT_MATTER_CHARS

FrontMatterValue = str | list[str] | bool | int

_BLOCK = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,63})[ \t]*:(?:[ \t]+(.*))?\Z")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)\Z")
_LIST_ITEM = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,"'\[\]{}][^,\[\]{}]*)\s*(?:,|(?=\]\Z))""")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\Z")
_COMMENT = re.compile(r"[ \t]+#.*\Z")
_ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}


class _NotOurs(Exception):
    """This line is outside of the part of YAML that is read here."""


def split_front_matter(text: str) -> tuple[dict[str, FrontMatterValue], str]:
    """The properties at the top of a document and the text below them; ({}, text) where there are none."""
    found = _BLOCK.match(text[:MAX_FRONT_MATTER_CHARS])
    if found is None:
        return {}, text
    try:
        properties = _read(found.group(1).splitlines())
    except _NotOurs:
        return {}, text
    return (properties, text[found.end() :]) if properties else ({}, text)


def _read(lines: list[str]) -> dict[str, FrontMatterValue]:
    properties: dict[str, FrontMatterValue] = {}
    open_list: list[str] | None = None
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        item = _ITEM.match(line)
        if item is not None and open_list is not None:
            open_list.append(_text(item.group(1)))
            continue
        key, value = _pair(line)
        if key in properties:
            raise _NotOurs
        open_list = [] if not value else None
        properties[key] = open_list if open_list is not None else _value(value)
    return {key: "" if value == [] else value for key, value in properties.items()}


def _pair(line: str) -> tuple[str, str]:
    found = _KEY.match(line)
    if found is None:
        raise _NotOurs
    value = (found.group(2) or "").strip()
    return found.group(1), "" if value.startswith("#") else value


def _value(raw: str) -> FrontMatterValue:
    if raw.startswith("["):
        return _inline_list(raw)
    plain = _without_comment(raw)
    if plain.lower() in ("true", "false"):
        return plain.lower() == "true"
    return int(plain) if _NUMBER.match(plain) else _text(raw)


def _inline_list(raw: str) -> list[str]:
    inside, items, at = _without_comment(raw), list[str](), 1
    while inside[at:].strip() != "]":
        found = _LIST_ITEM.match(inside, at)
        if found is None:
            raise _NotOurs
        items.append(_text(found.group(1).strip()))
        at = found.end()
    return items


def _text(raw: str) -> str:
    if raw.startswith('"'):
        return _double_quoted(raw)
    if raw.startswith("'"):
        found = re.fullmatch(r"'((?:[^']|'')*)'(?:[ \t]+#.*)?", raw)
        if found is None:
            raise _NotOurs
        return found.group(1).replace("''", "'")
    if raw[:1] in tuple("&*!|>%@`{["):
        raise _NotOurs
    return _without_comment(raw)


def _double_quoted(raw: str) -> str:
    found = re.fullmatch(r'"((?:[^"\\]|\\.)*)"(?:[ \t]+#.*)?', raw)
    if found is None:
        raise _NotOurs
    return re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape.group(1), escape.group(0)), found.group(1))


def _without_comment(raw: str) -> str:
    return raw if raw[:1] in ("'", '"') else _COMMENT.sub("", raw).strip()
