# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sys

import pytest

from incident_console.services.carrier_names import carrier_name, is_stick


@pytest.mark.parametrize(
    ("path", "name"),
    [("/mnt/hq/continuity", "continuity"), ("/", "/"), ("", ""), (r"\\hq\share\crisis", "crisis"), ("D:\\", "D:\\")],
)
def test_a_folder_goes_by_its_own_name(path: str, name: str) -> None:
    assert carrier_name(path) == name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked what kind of drive it is")
def test_what_is_plugged_in_is_told_from_a_share() -> None:
    assert is_stick("/media/joy/BLUE-2")
    assert is_stick("/run/media/joy/BLUE-2/crisis")
    assert not is_stick("/srv/media/crisis")
    assert not is_stick("replica")
