# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from incident_console.domain.sizes import size_words
from incident_console.services.documents import DocumentLine
from incident_console.services.search import SearchHit
from incident_console.ui.delegates.document_row import document_row
from incident_console.ui.document_words import day_words, kind_icon, kind_words
from incident_console.ui.models.library import Library
from incident_console.ui.models.library_tally import Tally
from incident_console.ui.models.library_view import (
    Category,
    Choice,
    LibraryView,
    ShownDocument,
    category_of,
    shown_documents,
)
from incident_console.ui.pages.documents.history import Place, ReadingHistory
from tests.ui.pages.page_desk import Memory


def a_line(key: int = 1, title: str = "Cooling", category: str = "runbook", **more: object) -> DocumentLine:
    usual: dict[str, object] = {
        "file_name": f"{title.lower()}.md", "path": f"plans/{title.lower()}.md", "folder": "plans",
        "media_type": "text/markdown", "size": 900, "sha256": bytes(32), "owner": "", "tags": (), "classification": "",
        "is_vital": False, "version": "", "version_count": 1, "reviewed_on": "", "next_review_on": "",
        "is_review_due": False, "has_two_versions": False, "is_here": True, "added_at_ms": 0, "added_by": "Joy",
        "station": "JO",
    }  # fmt: skip
    return DocumentLine(id=bytes([key]) * 16, title=title, category=category, **{**usual, **more})  # type: ignore[arg-type]


def a_library(*lines: DocumentLine) -> Library:
    library = Library()
    library.change((), lines)
    return library


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ("runbook", Category.RUNBOOK),
        ("Role cards", Category.ROLE_CARD),
        ("contact-sheet", Category.CONTACT_SHEET),
        ("Policies", Category.POLICY),
        ("", Category.OTHER),
        ("minutes", Category.OTHER),
    ],
)
def test_a_document_stands_in_the_part_that_its_author_named(given: str, part: Category) -> None:
    assert category_of(a_line(category=given)) is part


def test_chips_and_parts_count_what_they_would_show() -> None:
    lines = [a_line(1, "A", "plan", is_vital=True), a_line(2, "B", "plan"), a_line(3, "C", "form", is_review_due=True)]
    tally = Tally({"b.md"}, lines)
    assert tally.choices() == {Choice.ALL: 3, Choice.VITAL: 1, Choice.INCIDENT: 1, Choice.REVIEW: 1}
    assert tally.categories(Choice.ALL)[Category.PLAN] == 2
    assert tally.categories(Choice.VITAL)[Category.FORM] == 0


def test_documents_stand_by_title_and_while_searching_the_best_first() -> None:
    lines = a_library(a_line(1, "b"), a_line(2, "A"), a_line(3, "c", "plan"))
    by_title = shown_documents(lines, LibraryView(), ())
    assert [shown.line.title for shown in by_title] == ["A", "b", "c"]
    hits = [SearchHit("document", bytes([key]) * 16, None, "", "", ()) for key in (3, 9, 1)]
    found = shown_documents(lines, LibraryView(words="x"), hits)
    assert [shown.line.title for shown in found] == ["c", "b"]
    narrowed = shown_documents(lines, LibraryView(category=Category.PLAN, words="x"), hits)
    assert [shown.line.title for shown in narrowed] == ["c"]


def test_what_comes_and_goes_is_counted_and_stands_in_order_as_if_all_were_there_from_the_start() -> None:
    library = a_library(a_line(1, "b", tags=("x",)), a_line(2, "A", "plan", is_vital=True), a_line(3, "c"))
    library.set_incident_files(frozenset({"z.md"}))
    now = [a_line(2, "Z", "form", tags=("x", "y")), a_line(4, "0", is_review_due=True, next_review_on="2026-01-01")]
    library.change([bytes([key]) * 16 for key in (1, 2, 4, 9)], now)
    whole = a_library(a_line(3, "c"), *now)
    whole.set_incident_files(frozenset({"z.md"}))
    for choice in Choice:
        view = LibraryView(choice)
        assert shown_documents(library, view, ()) == shown_documents(whole, view, ())
        assert library.tally.categories(choice) == whole.tally.categories(choice)
        assert library.tally.tags(choice) == whole.tally.tags(choice)
    assert library.tally.choices() == whole.tally.choices()
    assert [shown.line.title for shown in library.by_title()] == ["0", "c", "Z"]
    assert library.tally.tags(Choice.ALL) == [("x", 1), ("y", 1)]
    assert not library.vital


def test_a_document_that_stays_is_shown_by_the_very_row_it_had() -> None:
    library = a_library(*(a_line(key, f"Plan {key}") for key in range(1, 9)))
    before = library.by_title()
    library.change([], [a_line(9, "Plan 0")])
    assert [id(shown) for shown in library.by_title()[1:]] == [id(shown) for shown in before]


def test_a_row_says_what_matters_in_words() -> None:
    missing = document_row(ShownDocument(a_line(is_vital=True, is_here=False, owner="Facilities", version="2")))
    assert missing.spoken() == "Markdown Cooling not here yet vital, Runbook · Facilities · version 2"
    assert "two versions" in document_row(ShownDocument(a_line(has_two_versions=True))).spoken()
    assert "overdue" in document_row(ShownDocument(a_line(is_review_due=True))).spoken()
    hit = SearchHit("document", b"", None, "", "any chiller here", ((4, 11),), 1)
    found = document_row(ShownDocument(a_line(media_type="application/pdf"), hit))
    assert found.spoken() == "PDF Cooling, any chiller here, 1 match · PDF"
    assert found.cells["document"].lines[1].words[0].marks == ((4, 7),)


def test_sizes_kinds_and_days_are_words() -> None:
    assert [size_words(size) for size in (12, 38_400, 2_400_000)] == ["12 bytes", "38 kB", "2.4 MB"]
    assert (kind_words("image/svg+xml"), kind_icon("image/png")) == ("SVG picture", "file-image")
    assert (kind_words("application/x-odd"), kind_icon("application/x-odd")) == ("file of another program", "paperclip")
    assert (day_words("2026-09-12"), day_words("soon")) == ("12 Sep 2026", "soon")


def test_links_lead_on_and_back_again() -> None:
    history = ReadingHistory(Memory())
    first, second = Place(b"1" * 16), Place(b"2" * 16, None, "fuel")
    history.now = first
    history.go_on(second)
    assert history.now == second
    assert history.go_back() == first
    assert history.go_back() is None
    assert history.go_forward() == second
    assert history.go_forward() is None
    history.go_back()
    history.go_on(Place(b"3" * 16))
    assert not history.has_future
    assert history.go_back() == first


def test_what_was_read_last_survives_nonsense_and_documents_that_are_gone() -> None:
    memory = Memory()
    memory.kept["documents/recent"] = "zz 0102 " + "07" * 16
    history = ReadingHistory(memory)
    lines = {line.id: line for line in (a_line(1, "A"), a_line(2, "B"))}
    assert history.recent(lines) == []
    for key in (1, 2, 1):
        history.note_read(bytes([key]) * 16)
    assert [line.title for line in history.recent(lines)] == ["A", "B"]
