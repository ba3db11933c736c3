# SPDX-License-Identifier: Apache-2.0
"""A document made ready for the eye: laid out as a page, or what the window needs to show it. All of it in memory."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote

from .pictures import Picture


class ReadingForm(StrEnum):
    """How a document is shown."""

    PAGE = "page"
    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    TABLE = "table"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class CellSpan:
    """Cells shown as one: the first by row and column, and how many rows and columns."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a document: ``rows`` of cells, the first with the titles of the columns if ``has_titles``.

    ``numbers`` are those that the rows bear in the document, where that says so: blank ones may be left out.
    """

    rows: tuple[tuple[str, ...], ...]
    name: str = ""
    numbers: tuple[int, ...] = ()
    spans: tuple[CellSpan, ...] = ()
    has_titles: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader shows of one version of a document.

    PAGE has ``html`` and its ``pictures`` by the addresses in it, IMAGE has its picture under no name, TEXT has
    ``text``, TABLE has ``sheets``; a PDF is drawn page by page (see ``OpenPdf``); KEPT is a file that no reader here
    understands. ``warning`` is a sentence where not all of it is shown.
    """

    form: ReadingForm
    html: str = ""
    pictures: dict[str, Picture] = field(default_factory=dict)
    text: str = ""
    sheets: tuple[Sheet, ...] = ()
    warning: str = ""


ReadFile = Callable[[str], bytes | None]
"""Reads the current file of the document with this path in the library; None where there is none here."""


def path_of_link(path: str, link: str) -> str:
    """Where a link in the document at ``path`` leads inside the library: "plans/a.md" + "../b.md#x" is "b.md"."""
    target = unquote(link.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
