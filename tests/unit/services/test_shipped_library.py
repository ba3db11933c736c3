# SPDX-License-Identifier: Apache-2.0
"""The library that comes with the program, in a workspace: each document is found by words from its middle."""

from __future__ import annotations

import re
from pathlib import Path

from incident_console.library.front_matter import split_front_matter
from incident_console.resources_path import resource_path
from tests.helpers.workspaces import a_workspace

STEP = re.compile(r"^\d+\. (.+)$", re.MULTILINE)
WORD = re.compile(r"[^\W\d_]{3,}")


def title_and_middle(document: Path) -> tuple[str, str]:
    """The title, and words of the step that stands in the middle, as somebody would remember them."""
    properties, body = split_front_matter(document.read_text(encoding="utf-8"))
    steps = STEP.findall(re.sub(r"\[([^\]]+)\]\([^)]+\)|[*`]", r"\1", body))
    return str(properties["title"]), " ".join(WORD.findall(steps[len(steps) // 2])[:12])


def test_every_shipped_document_is_found_by_words_from_its_middle(tmp_path: Path) -> None:
    documents = sorted(resource_path("docs_library").glob("*.md"))
    with a_workspace(tmp_path) as joy:
        assert joy.documents.import_paths([resource_path("docs_library")]).added == len(documents)
        for title, words in map(title_and_middle, documents):
            found = [hit.title for hit in joy.search.find(words, kinds=("document",))]
            assert title in found, f"{title}: {words}: {found}"


def test_every_shipped_document_shows_its_owner_its_state_and_its_next_review(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        joy.documents.import_paths([resource_path("docs_library")])
        for line in joy.documents.lines():
            assert line.is_here, line.title
            assert line.owner, line.title
            assert line.next_review_on > line.reviewed_on > "2026", line.title
