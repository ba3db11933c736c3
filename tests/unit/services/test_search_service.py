# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.services.search import Filter, words_alone
from incident_console.storage import text_search
from tests.helpers.workspaces import a_workspace, an_outage

RUNBOOK = """---
title: Cooling loss runbook
owner: Facilities lead
---

# Cooling

Before any chiller restart check that both pumps run.
"""


def test_a_search_shows_the_passage_and_counts_its_words(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        file = tmp_path / "cooling.md"
        file.write_text(RUNBOOK, encoding="utf-8")
        joy.documents.import_paths([file])
        (hit,) = joy.search.find("chiller restart", kinds=("document",))
        assert "Before any chiller restart check" in hit.snippet
        assert [hit.snippet[start:end] for start, end in hit.marks] == ["chiller", "restart"]
        assert hit.matches == 2
        (by_owner,) = joy.search.find("facilities")
        assert (by_owner.title, by_owner.matches) == ("Cooling loss runbook", 0)
        assert "Facilities lead" in by_owner.snippet


def a_shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    for name, top in {
        "cooling": "title: Cooling loss\ncategory: runbook\nowner: Facilities lead\n"
        "tags: [chiller plant, Café]\nvital: true",
        "power": "title: Power loss\ncategory: plan\nowner: Site lead\ntags: [generator]",
        "phones": "title: Phone tree\ncategory: contact sheet\nowner: Caller",
    }.items():
        (folder / f"{name}.md").write_text(f"---\n{top}\n---\n\nRestart both pumps slowly.\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("category:run", ["Cooling loss"]),
        ("category:plan pumps", ["Power loss"]),
        ("owner:lead", ["Cooling loss", "Power loss"]),
        ('owner:"site lead"', ["Power loss"]),
        ("tag:cafe", ["Cooling loss"]),
        ("TAG:Plant vital:yes", ["Cooling loss"]),
        ("vital:no loss", ["Power loss"]),
        ("tag:", []),
        ("tag: pumps", ["Cooling loss", "Phone tree", "Power loss"]),
        ("tag:nothing pumps", []),
        ('"both pumps"', ["Cooling loss", "Phone tree", "Power loss"]),
        ('"pumps both"', []),
        ('"restart both" category:contact', ["Phone tree"]),
        ("xcat", []),
        ('"', []),
        ("AND NOT facets : x*", []),
    ],
)
def test_a_search_is_narrowed_by_filters_and_phrases(tmp_path: Path, typed: str, found: list[str]) -> None:
    with a_workspace(tmp_path) as joy:
        joy.documents.import_paths([a_shelf(tmp_path)])
        assert sorted(hit.title for hit in joy.search.find(typed)) == found


def test_a_whole_value_finds_no_longer_one(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        joy.documents.import_paths([a_shelf(tmp_path)])
        assert [hit.title for hit in joy.search.find("", filters=[Filter("tag", "Chiller Plant", is_whole=True)])] == [
            "Cooling loss"
        ]
        assert joy.search.find("", filters=[Filter("tag", "plant", is_whole=True)]) == []


def test_filters_follow_what_people_set(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        joy.documents.import_paths([a_shelf(tmp_path)])
        power = joy.documents.find("Power loss").id
        joy.document_properties.change_tags([power], ["Water"], ["generator"])
        assert [hit.id for hit in joy.search.find("tag:water")] == [power]
        assert joy.search.find("tag:generator") == []


def test_words_without_filters_are_what_is_marked() -> None:
    assert words_alone('tag:water "both pumps" restart vital:') == '"both pumps" restart'


def many_notes(tmp_path: Path, count: int) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(count):
        (folder / f"note-{number:02}.txt").write_text("The valve is open. " * (1 + number % 3), encoding="utf-8")
    return folder


def test_a_first_answer_shows_some_and_the_whole_one_all_of_them(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        joy.documents.import_paths([many_notes(tmp_path, 25)])
        first = joy.search.answer("valve", is_first=True)
        whole = joy.search.answer("valve")
        assert (len(first.hits), first.count, first.is_counted, first.is_whole) == (20, 25, True, False)
        assert (len(whole.hits), whole.count, whole.is_whole) == (25, 25, True)
        assert list(first.hits) == list(whole.hits)[:20]
        few = joy.search.answer("valve", limit=3, is_first=True)
        assert (len(few.hits), few.count, few.is_whole) == (3, 25, True)
        assert joy.search.answer("walrus", is_first=True) == joy.search.answer("walrus")


def test_a_first_answer_counts_and_ranks_no_more_than_it_can_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_search, "RANKED_AT_FIRST", 10)
    with a_workspace(tmp_path) as joy:
        joy.documents.import_paths([many_notes(tmp_path, 15)])
        first = joy.search.answer("valve", is_first=True)
        assert (len(first.hits), first.count, first.is_counted, first.is_whole) == (10, 10, False, False)
        by_name = joy.search.answer("vital:no", is_first=True)
        assert [hit.title for hit in by_name.hits] == sorted(hit.title for hit in by_name.hits)


def test_a_first_answer_looks_for_passages_in_little_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_search, "READ_AT_FIRST", 70)
    with a_workspace(tmp_path) as joy:
        joy.documents.import_paths([many_notes(tmp_path, 6)])
        first = joy.search.answer("valve", is_first=True)
        assert 1 <= len(first.hits) < 6
        assert first.count == 6
        assert not first.is_whole


def test_a_search_of_documents_finds_nothing_else(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        outage = an_outage(joy)
        joy.log.add(outage.id, "The valve is open")
        joy.documents.import_paths([many_notes(tmp_path, 2)])
        assert {hit.kind for hit in joy.search.find("valve")} == {"document", "entry"}
        for is_first in (True, False):
            answer = joy.search.answer("valve", kinds=("document",), is_first=is_first)
            assert [hit.kind for hit in answer.hits] == ["document", "document"]
            assert answer.count == 2
        assert joy.search.answer("valve", kinds=("entry",)).count == 1
