# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from incident_console.domain.errors import KnownError
from incident_console.services.finding import find_one

THINGS = [("aa11bb22", "Power failure"), ("aa11cc33", "Water leak"), ("dd44ee55", "water leak"), ("ff667788", "1234")]


def found(named: str) -> str:
    return find_one(named, "incidents", THINGS, lambda thing: thing[0], lambda thing: (thing[1],))[0]


def test_a_thing_is_found_by_its_id_the_beginning_of_it_or_its_name() -> None:
    assert found("aa11bb22") == found("AA11B") == found(" power  FAILURE ") == "aa11bb22"


def test_of_names_that_differ_in_case_the_exact_one_is_meant() -> None:
    assert found("Water leak") == "aa11cc33"
    assert found("water leak") == "dd44ee55"


def test_a_name_that_several_have_is_told_with_their_ids() -> None:
    with pytest.raises(KnownError, match="means 2 of the incidents") as told:
        found("WATER LEAK")
    assert "aa11cc33, dd44ee55" in told.value.what_to_do


def test_a_beginning_that_several_ids_share_is_told() -> None:
    with pytest.raises(KnownError, match="means 2 of the incidents"):
        found("aa11")


def test_a_name_wins_over_the_beginning_of_an_id() -> None:
    assert found("1234") == "ff667788"


@pytest.mark.parametrize("named", ["aa1", "nothing", ""])
def test_what_names_nothing_is_told(named: str) -> None:
    with pytest.raises(KnownError):
        found(named)
