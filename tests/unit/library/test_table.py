# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from incident_console.library import table
from incident_console.library.table import read_table


def test_a_table_is_read_whatever_separates_its_columns() -> None:
    for separator in (",", ";", "\t"):
        text = f"Name{separator}Phone\nAnna{separator}+44 20 7946 0018\n\nBen{separator}112\n"
        assert read_table(text.encode()) == ((("Name", "Phone"), ("Anna", "+44 20 7946 0018"), ("Ben", "112")), "")


def test_a_table_that_breaks_off_is_shown_as_far_as_it_goes() -> None:
    rows, warning = read_table(b'Name,Phone\nAnna,1\n"Ben,2\nCarl,3\n')
    assert rows[:2] == (("Name", "Phone"), ("Anna", "1"))
    assert warning


def test_a_monstrous_table_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_TABLE_ROWS", 3)
    monkeypatch.setattr(table, "MAX_TABLE_COLUMNS", 2)
    rows, warning = read_table(b"a,b,c\n" * 9)
    assert rows == (("a", "b"),) * 3
    assert warning == "Only the first 3 rows are shown."
