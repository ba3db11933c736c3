# SPDX-License-Identifier: Apache-2.0
"""Two laptops whose folders Syncthing keeps equal, with the conflict copies that it makes itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.domain.roles import Role
from incident_console.sync.joining import admit, pending_requests
from tests.helpers.media import until
from tests.helpers.stations import Laptop, a_founder, a_newcomer, cheap_secrets
from tests.helpers.syncthing import at_work, settle, two_sides

pytestmark = pytest.mark.timeout(300)


def have_all(*laptops: Laptop) -> bool:
    for laptop in laptops:
        laptop.engine.sync()
    return len({laptop.station.set_hash() for laptop in laptops}) == 1


def test_a_synchronised_folder_with_its_own_conflict_copies_loses_nothing(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    with cheap_secrets(), two_sides(here, there, tmp_path) as sides:
        one = a_founder(tmp_path / "laptop0", here)
        with at_work(*sides):
            until(lambda: settle(*sides) and any(there.glob("team-*.id")), "the first exchange")
            other = a_newcomer(tmp_path / "laptop1", there, "Sam", 99)

            def is_in() -> bool:
                settle(*sides)
                one.engine.sync()
                for request in pending_requests(one.station):
                    admit(one.station, request, Role.RESPONDER)
                    one.engine.sync()
                other.engine.sync()
                return other.station.role == Role.RESPONDER

            until(is_in, "the admission")
            one.write("from here")
            other.write("from there")
            until(lambda: settle(*sides) and have_all(one, other), "the exchange")

        spoiled = sorted(path.relative_to(here) for path in (here / "s").rglob("*.b"))
        one.write("meanwhile here")
        other.write("meanwhile there")
        for laptop in (one, other):
            laptop.engine.sync()
        for name in spoiled:  # while they do not run, each side changes the same files differently
            (here / name).write_bytes(b"changed here")
            (there / name).write_bytes(b"changed there, and longer")
        with at_work(*sides):
            until(lambda: settle(*sides) and any(here.rglob("*.sync-conflict-*")), "a conflict copy")
            for laptop, folder in ((one, here), (other, there)):
                laptop.engine.check(folder)
            until(lambda: settle(*sides) and have_all(one, other), "the exchange after the conflict")
        expected = {"from here", "from there", "meanwhile here", "meanwhile there"}
        assert set(one.texts()) == set(other.texts()) == expected
        assert one.engine.check(here).damaged == 0
        assert one.engine.check(here).foreign > 0, "the conflict copies are nobody's, and stay"
        for laptop in (one, other):
            laptop.close()
