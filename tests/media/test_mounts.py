# SPDX-License-Identifier: Apache-2.0
"""Two laptops, each through a mount of its own, on one Samba or WebDAV share; disks that are full or read-only."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.sync.joining import admit, pending_requests
from tests.helpers.media import file_system, mounted, require_mounts, samba, unmount, until, webdav
from tests.helpers.stations import Laptop, a_founder, a_newcomer, a_team, cheap_secrets, exchange

pytestmark = pytest.mark.timeout(300)

Server = Callable[[Path, Path], AbstractContextManager[tuple[str, ...]]]


@pytest.fixture(params=[webdav, samba], ids=["WebDAV", "Samba"])
def server(request: pytest.FixtureRequest) -> Server:
    require_mounts()
    chosen: Server = request.param
    return chosen


@pytest.fixture
def share(tmp_path: Path) -> Path:
    made = tmp_path / "server"
    made.mkdir()
    return made


@pytest.fixture
def laptops() -> Iterator[list[Laptop]]:
    """Those that a test opens; they are closed before their folders go."""
    with cheap_secrets():
        opened: list[Laptop] = []
        yield opened


def join(admin: Laptop, newcomer: Laptop) -> None:
    """Let a laptop in through a share that takes its time."""

    def is_in() -> bool:
        admin.engine.sync()
        for request in pending_requests(admin.station):
            admit(admin.station, request, Role.RESPONDER)
        admin.engine.sync()
        newcomer.engine.sync()
        return newcomer.station.role == Role.RESPONDER

    until(is_in, "the admission")


def states(laptop: Laptop) -> set[str]:
    return {state for _, state, _ in laptop.engine.sync().folders}


def have_all(*laptops: Laptop) -> bool:
    exchange(*laptops)
    return len({laptop.station.set_hash() for laptop in laptops}) == 1


def test_two_laptops_share_a_log_through_mounts_of_their_own_and_one_that_is_killed_comes_back(
    server: Server, share: Path, tmp_path: Path, laptops: list[Laptop]
) -> None:
    with ExitStack() as stack:
        remote = stack.enter_context(server(share, tmp_path))
        process = stack.enter_context(mounted(remote, tmp_path / "one"))
        stack.enter_context(mounted(remote, tmp_path / "other"))
        one = a_founder(tmp_path / "laptop0", tmp_path / "one")
        stack.callback(one.close)
        until(lambda: any((tmp_path / "other").glob("team-*.id")), "the way of the team's name to the other laptop")
        other = a_newcomer(tmp_path / "laptop1", tmp_path / "other", "Sam", 99)
        stack.callback(other.close)
        join(one, other)
        one.write("by the share", "and once more")
        other.write("the other way")
        until(lambda: have_all(one, other), "the exchange")
        assert set(one.texts()) == set(other.texts()) == {"by the share", "and once more", "the other way"}

        process.kill()
        process.wait()
        one.write("while the mount is dead")
        assert states(one) == {"unreachable"}
        other.write("meanwhile")
        other.engine.sync()
        unmount(tmp_path / "one")
        assert states(one) == {"empty"}, "the bare mount point is not filled"
        assert not list((tmp_path / "one").iterdir())
        stack.enter_context(mounted(remote, tmp_path / "one"))
        until(lambda: have_all(one, other), "the exchange after the mount was dead")
        assert "while the mount is dead" in other.texts()
        assert "meanwhile" in one.texts()
        one.engine.check(tmp_path / "one")
        assert not list(share.rglob("*.bad"))


def test_a_full_disk_is_told_and_takes_the_rest_when_there_is_room(tmp_path: Path, laptops: list[Laptop]) -> None:
    with file_system(tmp_path / "share", "-t", "tmpfs", "-o", "size=512k", "tmpfs"):
        _, team = a_team_in(tmp_path, laptops)
        one, other = team
        ballast = tmp_path / "share" / "holiday.mov"
        with ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        one.write("does not fit")
        assert states(one) == {"full"}
        assert "does not fit" not in other.texts()
        ballast.unlink()
        exchange(one, other)
        assert "does not fit" in other.texts()
        close(team)


def test_a_mount_point_whose_mount_is_gone_is_not_filled_even_when_asked(tmp_path: Path, laptops: list[Laptop]) -> None:
    with file_system(tmp_path / "share", "-t", "tmpfs", "-o", "size=8m", "tmpfs"):
        folder, (one, _) = a_team_in(tmp_path, laptops)
        one.write("on the share")
        assert states(one) == {"ok"}
    assert states(one) == {"empty"}
    with pytest.raises(KnownError, match="is not mounted"):
        one.engine.seed(folder)
    assert not list(folder.iterdir())
    close(laptops)


def test_a_read_only_folder_is_read_and_told(tmp_path: Path, laptops: list[Laptop]) -> None:
    folder, team = a_team_in(tmp_path, laptops)
    one, other = team
    one.write("readable")
    one.engine.sync()
    read_only = tmp_path / "read-only"
    with file_system(read_only, "--bind", str(folder)):
        subprocess.run(["mount", "-o", "remount,ro,bind", read_only], check=True)
        other.station.folders.remove(folder)
        other.station.folders.add(read_only)
        other.write("waits")
        assert states(other) == {"read-only"}
        assert "readable" in other.texts()
    other.station.folders.remove(read_only)
    other.station.folders.add(folder)
    exchange(one, other)
    assert "waits" in one.texts()
    close(team)


def a_team_in(root: Path, opened: list[Laptop]) -> tuple[Path, list[Laptop]]:
    """A founder and a responder on the folder ``share``, which may be there already."""
    folder = root / "share"
    if not folder.exists():
        return a_team(root, Role.RESPONDER)
    one = a_founder(root / "laptop0", folder)
    other = a_newcomer(root / "laptop1", folder, "Sam", 99)
    join(one, other)
    opened += [one, other]
    return folder, [one, other]


def close(laptops: list[Laptop]) -> None:
    for laptop in laptops:
        laptop.close()
