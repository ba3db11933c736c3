# SPDX-License-Identifier: Apache-2.0
"""How a document looks in the list of the library."""

from __future__ import annotations

from incident_console.services.documents import DocumentLine
from incident_console.services.search import SearchHit
from incident_console.ui.delegates.column import Column
from incident_console.ui.delegates.row import Cell, Icon, Line, Row, Tag, Text
from incident_console.ui.document_words import day_words, kind_icon, kind_words
from incident_console.ui.models.library_view import Category, ShownDocument, category_of, is_review_near
from incident_console.ui.theme import Role, TextStyle, Tone

MARKDOWN = "text/markdown"
"""What most documents are, and what therefore is not said of each."""
DOCUMENT_COLUMNS = (Column("document", min_width=120),)


def document_row(shown: ShownDocument) -> Row:
    """Title and what it is; while words are searched for the passage that has them."""
    line = shown.line
    title = Line(
        (Text(line.title, is_bold=True),),
        before=(*_chosen(shown), Icon(kind_icon(line.media_type), Role.TEXT, words=kind_words(line.media_type))),
        end=tuple(_tags(line)),
    )
    below = _passage(shown.hit, line) if shown.hit else [_facts(line)]
    return Row({"document": Cell((title, *below))})


def _chosen(shown: ShownDocument) -> list[Icon]:
    return [Icon("square-check", Role.ACCENT, words="chosen")] if shown.is_chosen else []


def _tags(line: DocumentLine) -> list[Icon | Tag | Text]:
    tags: list[Icon | Tag | Text] = []
    if line.is_hidden:
        tags.append(Tag("restricted", Tone.WARN))
    elif not line.is_here:
        tags.append(Tag("not here yet", Tone.WARN))
    elif line.has_two_versions:
        tags.append(Tag("two versions", Tone.WARN))
    elif line.conflict_fields:
        tags.append(Tag("two values", Tone.WARN))
    elif is_review_near(line):
        tags.append(Tag("overdue" if line.is_review_due else "review due", Tone.WARN))
    return [*tags, Tag("vital", Tone.DANGER)] if line.is_vital else tags


def _facts(line: DocumentLine) -> Line:
    part = category_of(line)
    words = [
        _review_day(line) if is_review_near(line) else "",
        part.value.capitalize() if part is not Category.OTHER else line.category,
        line.owner,
        "" if line.media_type == MARKDOWN else kind_words(line.media_type),
        f"version {line.version}" if line.version else "",
        f"for {', '.join(line.readers)}" if line.is_hidden and line.readers else "",
    ]
    return Line((Text(" \N{MIDDLE DOT} ".join(filter(None, words)) or line.file_name, Role.MUTED, TextStyle.SMALL),))


def _review_day(line: DocumentLine) -> str:
    return f"due {day_words(line.next_review_on)}" if line.next_review_on else "never reviewed"


def _passage(hit: SearchHit, line: DocumentLine) -> list[Line]:
    marks = tuple((start, end - start) for start, end in hit.marks)
    lines = [Line((Text(hit.snippet, Role.MUTED, TextStyle.SMALL, marks=marks),), max_lines=3)] if hit.snippet else []
    count = "1 match" if hit.matches == 1 else f"{hit.matches:,} matches"
    words = [count if hit.matches else "", "" if line.media_type == MARKDOWN else kind_words(line.media_type)]
    told = " \N{MIDDLE DOT} ".join(filter(None, words))
    return [*lines, Line((Text(told, Role.MUTED, TextStyle.SMALL, is_bold=True),))] if told else lines
