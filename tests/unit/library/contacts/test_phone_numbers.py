# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.library.contacts.phone_numbers import as_typed, normalized


@pytest.mark.parametrize(
    ("typed", "region", "expected"),
    [
        ("+44 20 7946 0958", None, "+442079460958"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("0049 (0)30 1234567", None, "+49301234567"),
        ("+49 (0)171/1234567", "GB", "+491711234567"),
        ("(905) 555-1234 x12", "US", "+19055551234"),
        ("+1-418-656-9254 ext. 102", None, "+14186569254"),
        ("020 7946 0958", None, None),
        ("4711", "GB", None),
        ("4.91711E+11", "DE", None),
        ("ask at the desk", "GB", None),
        ("", None, None),
        ("9" * 60, "GB", None),
    ],
)
def test_a_number_is_read_only_where_it_is_certain(typed: str, region: str | None, expected: str | None) -> None:
    assert normalized(typed, region) == expected


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("tel:+1-418-656-9254;ext=102", "+1-418-656-9254 ext. 102"),
        ("TEL:+44%2020;phone-context=x", "+44 20"),
        ('="+44 20"', "+44 20"),
        ("'0171 1", "0171 1"),
        ("  +44\u00a020  ", "+44 20"),
    ],
)
def test_a_number_is_shown_as_a_person_typed_it(raw: str, number: str) -> None:
    assert as_typed(raw) == number


@given(st.text(max_size=80), st.sampled_from([None, "GB", "DE", "XX"]))
def test_any_text_is_a_number_or_none(text: str, region: str | None) -> None:
    found = normalized(as_typed(text), region)
    assert found is None or found.startswith("+")
