# SPDX-License-Identifier: Apache-2.0
"""Printing a recovery kit, or coming in with one, may be cut off anywhere: the team always has a kit that works."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.sync.kit_joining import Recovery, recover_workspace
from incident_console.sync.kits import active_kits, check_kit, print_kit
from incident_console.wire.kit_text import read_kit_text, write_kit_text
from tests.helpers.faults import Faults, Killed, fail, faulty_world, killing
from tests.helpers.kits import a_kit, kit_device, recovered
from tests.helpers.seeded import seeded_random
from tests.helpers.stations import PASSPHRASE, Clock, Laptop, a_founder, cheap_secrets


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A founder with a kit on paper, all of it in the folder; and the words."""
    root = tmp_path_factory.mktemp("kit")
    with cheap_secrets():
        (root / "share").mkdir()
        founder = a_founder(root / "founder", root / "share")
        kit = a_kit(founder)
        founder.write("the pumps are off")
        founder.engine.sync()
        founder.station.folders.remove(root / "share")
        founder.close()
    return root, kit


@pytest.fixture
def faults() -> Iterator[Faults]:
    with cheap_secrets(), faulty_world() as found:
        yield found


def a_founder_again(template: Path, root: Path) -> Laptop:
    shutil.copytree(template, root)
    laptop = Laptop(root / "founder", Clock(), seeded_random(9))
    laptop.station.folders.add(root / "share")
    return laptop


def is_worth_a_crash(call: str) -> bool:
    return call.startswith(("written", "sync")) or call.endswith("COMMIT")


def printing(laptop: Laptop, papers: list[str]) -> None:
    """Print a kit; the paper is in ``papers`` once it is written."""
    station = laptop.station
    print_kit(station, lambda words, _code: papers.append(write_kit_text(words, station.team_id)))


def works(laptop: Laptop, kit: str) -> bool:
    try:
        check_kit(laptop.station, read_kit_text(kit), str)
    except KnownError:
        return False
    return True


def calls_of(work: Callable[[], None], faults: Faults) -> list[str]:
    faults.calls = []
    work()
    return list(faults.calls)


def test_printing_that_is_cut_off_leaves_the_old_kit_or_the_new_one(
    template: tuple[Path, str], tmp_path: Path, faults: Faults
) -> None:
    root, old = template
    counted = a_founder_again(root, tmp_path / "counting")
    calls = calls_of(lambda: printing(counted, []), faults)
    counted.close()
    for at, call in enumerate(calls, start=1):
        if is_worth_a_crash(call):
            laptop, papers = a_founder_again(root, tmp_path / f"{at}"), list[str]()
            image = tmp_path / f"{at}" / "image"
            faults.arm(at, killing(faults, laptop.path, image, is_power_lost=call.startswith(("written", "sync"))))
            with pytest.raises(Killed):
                printing(laptop, papers)
            faults.disarm()
            laptop.go_on_from(image)
            laptop.engine.sync()
            assert works(laptop, papers[0] if papers else old), f"killed at {at} {call}"
            kits, newest = active_kits(laptop.station.members()), [kit_device(laptop, paper).id for paper in papers]
            assert set(newest) <= set(kits), f"killed at {at} {call}"
            laptop.clock.ms += 60_000
            printing(laptop, papers)
            assert active_kits(laptop.station.members()) == [kit_device(laptop, papers[-1]).id]
            assert laptop.station.keyring.is_clean
            laptop.close()
            shutil.rmtree(laptop.path.parent)


def test_a_disk_that_is_full_for_one_call_of_printing_leaves_a_kit_that_works(
    template: tuple[Path, str], tmp_path: Path, faults: Faults
) -> None:
    root, old = template
    counted = a_founder_again(root, tmp_path / "counting")
    calls = calls_of(lambda: printing(counted, []), faults)
    counted.close()
    for at, call in enumerate(calls, start=1):
        if is_worth_a_crash(call) and not call.startswith("after"):
            laptop, papers = a_founder_again(root, tmp_path / f"{at}"), list[str]()
            faults.arm(at, fail)
            try:
                printing(laptop, papers)
                is_printed = True
            except KnownError:
                is_printed = False
            faults.disarm()
            laptop.engine.sync()
            assert works(laptop, papers[0] if is_printed else old) or works(laptop, papers[0]), f"full at {at} {call}"
            laptop.close()
            shutil.rmtree(laptop.path.parent)


def test_coming_in_with_a_kit_that_is_cut_off_goes_on_when_done_again(
    template: tuple[Path, str], tmp_path: Path, faults: Faults
) -> None:
    root, kit = template

    def come_in(at: Path) -> Laptop:
        new = Laptop(at / "new", Clock(), seeded_random(500))
        wanted = Recovery(at / "share", kit, "Rita Vale")
        station = recover_workspace(
            new.path, PASSPHRASE, wanted, when=str, kdf_memory_mib=64, now=new.clock, random=new.random
        )
        new.use(station)
        return new

    first = Path(shutil.copytree(root, tmp_path / "counting"))
    calls = calls_of(lambda: come_in(first).close(), faults)
    assert len(calls) > 20
    for at, call in enumerate(calls, start=1):
        if is_worth_a_crash(call):
            here = Path(shutil.copytree(root, tmp_path / f"{at}"))
            image = here / "image"
            faults.arm(at, killing(faults, here / "new", image, is_power_lost=call.startswith(("written", "sync"))))
            with pytest.raises(Killed):
                come_in(here)
            faults.disarm()
            shutil.rmtree(here / "new")
            image.rename(here / "new")
            new = recovered(here / "new", here / "share", kit)
            what = f"killed at {at} {call}"
            assert new.texts() == ["the pumps are off"], what
            laptops = [each for each in new.station.members().values() if not each.admission.is_paper]
            assert len(laptops) == 2, what
            new.write("we go on")
            new.engine.sync()
            assert new.station.rebuild() == new.station.state_hash(), what
            new.close()
            shutil.rmtree(here)
