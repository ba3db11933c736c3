# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_console.domain.errors import KnownError
from incident_console.domain.status_report import LAYOUT, NOT_RECORDED, StatusReport
from incident_console.domain.status_report_plain import MAX_ROWS, from_plain, to_plain
from tests.helpers.status_reports import a_report, an_empty_report, an_entry


def plain_of(report: StatusReport) -> dict[str, Any]:
    return dict(to_plain(report))


@pytest.mark.parametrize("report", [a_report(), an_empty_report(), a_report(approved_by=None, is_draft=True)])
def test_a_report_comes_back_as_it_was(report: StatusReport) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(report)))) == report


def kinds_in(value: object) -> set[str]:
    if isinstance(value, dict):
        return {"dict", *(type(key).__name__ for key in value)}.union(*map(kinds_in, value.values()))
    if isinstance(value, list):
        return {"list"}.union(*map(kinds_in, value))
    return {type(value).__name__}


def test_the_plain_form_holds_no_floats_and_no_tuples() -> None:
    assert kinds_in(to_plain(a_report())) == {"dict", "list", "str", "int", "bool", "NoneType"}


def test_what_a_newer_program_added_is_passed_over() -> None:
    plain = plain_of(a_report())
    newer = {**plain, "layout": LAYOUT + 1, "weather": {"wind": 7}, "roles": [{**plain["roles"][0], "pager": "1"}]}
    report = from_plain(newer)
    assert report.is_newer
    assert report.roles == a_report().roles[:1]


def test_what_an_older_program_did_not_have_takes_its_default() -> None:
    plain = plain_of(a_report())
    for name in ("severity", "plans", "not_recorded", "approved_by"):
        del plain[name]
    report = from_plain(plain)
    assert (report.severity, report.plans, report.approved_by) == ("", (), None)
    assert report.not_recorded == NOT_RECORDED


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"label": 4}, "report.label"),
        ({"number": "4"}, "report.number"),
        ({"number": True}, "report.number"),
        ({"number": 1.0}, "report.number"),
        ({"number": 2**60}, "report.number"),
        ({"is_exercise": 1}, "report.is_exercise"),
        ({"cut_off_at_ms": None}, "report.cut_off_at_ms"),
        ({"cut_off_at_ms": -1}, "report.cut_off_at_ms"),
        ({"issued_at_ms": 10**18}, "report.issued_at_ms"),
        ({"utc_offset_min": 1440}, "report.utc_offset_min"),
        ({"headline": "text"}, "report.headline"),
        ({"prepared_by": None}, "report.prepared_by"),
        ({"entries": {"0": 1}}, "report.entries"),
        ({"entries": [7]}, r"report.entries\[0\]"),
        ({"distribution": ["Board", None]}, r"report.distribution\[1\]"),
        ({"distribution": [""] * (MAX_ROWS + 1)}, "report.distribution"),
    ],
)
def test_a_wrong_type_or_absurd_value_is_refused_with_its_place(changes: dict[str, object], place: str) -> None:
    with pytest.raises(KnownError) as refused:
        from_plain({**plain_of(a_report()), **changes})
    assert place.replace("\\", "") + " " in refused.value.message


def test_a_missing_member_of_a_row_is_refused_with_its_place() -> None:
    plain = plain_of(an_empty_report(entries=(an_entry(), an_entry())))
    del plain["entries"][1]["text"]
    with pytest.raises(KnownError) as refused:
        from_plain(plain)
    assert "report.entries[1].text " in refused.value.message


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.dictionaries(st.sampled_from(sorted(to_plain(a_report()))), JUNK, max_size=3)


@settings(max_examples=200)
@given(JUNK, FIELDS)
def test_junk_is_refused_or_read_but_never_breaks(junk: object, fields: dict[str, object]) -> None:
    for plain in (junk, {**plain_of(a_report()), **fields}):
        with suppress(KnownError):
            assert isinstance(from_plain(plain), StatusReport)
