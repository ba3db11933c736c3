# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from incident_console.ui.models.markdown_typing import moved_in, moved_out, next_item, with_box_turned


@pytest.mark.parametrize(
    ("line", "begin"),
    [
        ("- fuel", "- "),
        ("  * fuel", "  * "),
        ("3. fuel", "4. "),
        ("9) fuel", "10) "),
        ("- [x] fuel", "- [ ] "),
        ("1. [ ] fuel", "2. [ ] "),
        ("- ", ""),
        ("- [ ] ", ""),
        ("no list", None),
        ("", None),
        ("-no list", None),
        ("2026 was a year", None),
    ],
)
def test_a_list_goes_on_after_enter_until_an_item_stays_empty(line: str, begin: str | None) -> None:
    assert next_item(line) == begin


@pytest.mark.parametrize("line", ["- fuel", "    1. fuel", "- [ ] fuel"])
def test_an_item_that_went_in_comes_out_as_it_was(line: str) -> None:
    assert moved_out(moved_in(line)) == line


def test_an_item_at_the_edge_goes_out_no_further() -> None:
    assert (moved_out("- fuel"), moved_out("  - fuel"), moved_out("\t- fuel")) == ("- fuel", "- fuel", "- fuel")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [ ] fuel", "- [x] fuel"),
        ("- [X] fuel", "- [ ] fuel"),
        ("2. [x] fuel", "2. [ ] fuel"),
        ("- fuel", "- [ ] fuel"),
        ("  fuel", "  - [ ] fuel"),
    ],
)
def test_a_box_is_ticked_or_made(before: str, after: str) -> None:
    assert with_box_turned(before) == after
