# SPDX-License-Identifier: Apache-2.0
"""Which of several versions is newer than one's own."""

from __future__ import annotations

import pytest

from incident_console.domain.versions import newest_above


@pytest.mark.parametrize(
    ("own", "others", "newest"),
    [
        ("1.7", ["1.8", "1.10", "1.7"], "1.10"),
        ("1.7", ["1.7", "1.6.9"], ""),
        ("1.7", ["1.7.1"], "1.7.1"),
        ("1.7", ["", "nightly", "99999999999.1", "\u0663.1"], ""),
        ("1.7", [], ""),
    ],
)
def test_the_newest_version_above_ones_own(own: str, others: list[str], newest: str) -> None:
    assert newest_above(own, others) == newest
