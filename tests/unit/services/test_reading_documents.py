# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.library.pictures import Picture
from incident_console.library.reading import Reading, ReadingForm, path_of_link
from incident_console.library.views import make_reading
from incident_console.services.session import Session
from tests.helpers.documents import a_picture
from tests.helpers.workspaces import a_workspace

VALVE = a_picture(40, 30)
PAGE = """---
title: Cooling
category: runbook
---
# Cooling

![Valve](pictures/valve.png) ![Gone](gone.png) ![Outside](https://example.com/x.png)

- [ ] Read the [power runbook](../power.md#generator)
"""


def read(name: str, data: bytes) -> Reading:
    return make_reading(name, "Cooling", data, lambda path: None)


def imported(session: Session, tmp_path: Path) -> dict[str, bytes]:
    site = tmp_path / "plans" / "site"
    (site / "pictures").mkdir(parents=True)
    (site / "cooling.md").write_text(PAGE, encoding="utf-8")
    (site / "pictures" / "valve.png").write_bytes(VALVE)
    (tmp_path / "plans" / "power.md").write_text("# Power\n", encoding="utf-8")
    session.documents.import_paths([tmp_path / "plans"])
    return {line.path: line.id for line in session.documents.lines()}


def test_a_page_has_the_pictures_that_the_library_holds_and_fetches_none(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        ids = imported(joy, tmp_path)
        page = joy.documents.reading(ids["plans/site/cooling.md"])
    assert page.form is ReadingForm.PAGE
    assert page.pictures == {"picture:0": Picture(40, 30, bytes((128, 128, 128, 255)) * 40 * 30)}
    assert 'src="picture:0"' in page.html
    assert "[Picture: Gone]" in page.html
    assert "[Picture: Outside]" in page.html
    assert "example.com" not in page.html
    assert "category" not in page.html


def test_a_page_does_not_say_its_title_twice() -> None:
    assert "<h1" not in read("a.md", b"# Cooling\n\n## Steps\n").html
    assert "<h1" in read("a.md", b"# Chiller manual\n").html


def test_a_link_leads_to_the_document_at_its_place_or_with_its_file_name(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        ids = imported(joy, tmp_path)
        cooling = ids["plans/site/cooling.md"]
        for link in ("../power.md#generator", "power.md", "/elsewhere/power.md"):
            found = joy.documents.linked(cooling, link)
            assert found
            assert found.path == "plans/power.md"
        assert joy.documents.linked(cooling, "nowhere.md") is None
        own = joy.documents.linked(cooling, "#steps")
        assert own
        assert own.id == cooling


def test_links_are_read_as_paths() -> None:
    assert path_of_link("a/b/c.md", "../d%20e.md?x#y") == "a/d e.md"
    assert path_of_link("c.md", "#top") == "c.md"


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.pdf", b"%PDF-1.4\n", ReadingForm.PDF),
        ("a.png", VALVE, ReadingForm.IMAGE),
        ("a.txt", b"Valve left\n", ReadingForm.TEXT),
        ("a.csv", b"Name,Phone\n", ReadingForm.TABLE),
        ("a.html", b"<html><p>Valve</p><script>x()</script></html>", ReadingForm.PAGE),
        ("a.bin", bytes(64), ReadingForm.KEPT),
    ],
)
def test_every_file_has_a_form_in_which_it_is_shown(name: str, data: bytes, form: ReadingForm) -> None:
    reading = read(name, data)
    assert reading.form is form
    assert "script" not in reading.html


def test_a_page_that_cannot_be_laid_out_is_shown_as_text() -> None:
    reading = read("a.md", b"```\n" * 5_000)
    assert reading.form is ReadingForm.TEXT
    assert reading.warning


def test_only_changed_documents_are_asked_for(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        ids = imported(joy, tmp_path)
        (line,) = joy.documents.some([ids["plans/power.md"], bytes(16)])
        assert line.title == "Power"
        assert joy.documents.some([]) == []
        with pytest.raises(KnownError):
            joy.documents.reading(bytes(16))
