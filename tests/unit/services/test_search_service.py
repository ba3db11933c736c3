# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

from tests.helpers.workspaces import a_workspace

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
