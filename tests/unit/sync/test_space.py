# SPDX-License-Identifier: Apache-2.0
"""Sticks and disks that are too small: what goes first, what is said, and that the rest follows."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.sync.blobs import has_blob
from incident_console.sync.bundle_reading import read_bundle
from incident_console.sync.bundle_writing import write_bundle
from incident_console.sync.engine import SyncResult
from incident_console.sync.receiving import QUIET_MS
from incident_console.sync.space import CLUSTER, SPARE_BYTES, fit
from tests.helpers.stations import Laptop, a_team, cheap_secrets, exchange

_MB = 1 << 20


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A medium of 6 MB that is really full when it is full."""
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("it takes the right to mount")
    stick = tmp_path / "stick"
    stick.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "none", str(stick)], check=False)
    if mounted.returncode:
        pytest.skip("this system does not let the tests mount")
    try:
        yield stick
    finally:
        subprocess.run(["umount", "-l", str(stick)], check=True)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Laptop, Laptop]]:
    with cheap_secrets():
        _, (one, other) = a_team(tmp_path, Role.RESPONDER)
        yield one, other
        one.close()
        other.close()


def state_of(result: SyncResult) -> tuple[str, str]:
    ((_, state, message),) = result.folders
    return state, message


# --- a stick that is too small ----------------------------------------------------------------------------------


def test_the_log_and_vital_documents_go_first_and_the_rest_when_there_is_room(
    pair: tuple[Laptop, Laptop], small: Path
) -> None:
    one, other = pair
    large = one.keep("atlas", os.urandom(5 * _MB))
    vital = one.keep("go-bag", os.urandom(2 * _MB), is_vital=True)
    one.write("power is out")
    one.station.folders.add(small)
    result = one.engine.seed(small)
    state, message = state_of(result)
    assert (state, result.left) == ("full", {str(small): 1})
    assert "1 file (5.2 MB) did not fit" in message
    other.engine.sync([small])
    assert other.texts() == ["power is out"]
    assert (has_blob(other.station, vital), has_blob(other.station, large)) == (True, False)
    assert [row.state for row in one.station.folders.all() if row.path == str(small)] == ["full"]

    subprocess.run(["mount", "-o", "remount,size=16m", str(small)], check=True)
    one.clock.ms += 2 * QUIET_MS
    result = one.engine.poll([small])
    assert (state_of(result), result.left) == (("ok", ""), {})
    other.clock.ms += 2 * QUIET_MS
    other.engine.sync([small])
    assert has_blob(other.station, large)
    assert [row.state for row in one.station.folders.all() if row.path == str(small)] == ["ok"]


def test_what_is_logged_later_still_goes_onto_a_stick_without_room_for_documents(
    pair: tuple[Laptop, Laptop], small: Path
) -> None:
    one, other = pair
    one.keep("atlas", os.urandom(7 * _MB))
    one.engine.seed(small)
    one.write("power is back")
    one.clock.ms += 2 * QUIET_MS
    assert one.engine.poll([small]).sent > 0
    other.engine.sync([small])
    assert other.texts() == ["power is back"]


def test_a_stick_without_any_room_is_told_and_nothing_is_lost(pair: tuple[Laptop, Laptop], small: Path) -> None:
    one, _ = pair
    one.engine.seed(small)
    with pytest.raises(OSError, match="No space"):
        (small / "somebody's film").write_bytes(bytes(8 * _MB))
    one.write("power is out")
    state, message = state_of(one.engine.sync([small]))
    assert state == "full"
    assert "Everything is safe on this laptop" in message
    (small / "somebody's film").unlink()
    assert state_of(one.engine.sync([small])) == ("ok", "")


# --- bundles ----------------------------------------------------------------------------------------------------


def test_a_bundle_leaves_documents_out_where_space_is_short_and_says_so(
    pair: tuple[Laptop, Laptop], small: Path
) -> None:
    one, other = pair
    one.keep("atlas", os.urandom(5 * _MB))
    vital = one.keep("go-bag", os.urandom(2 * _MB), is_vital=True)
    one.write("power is out")
    written = write_bundle(one.station, small / "bundle", other.station.device)
    assert (written.left, written.left_bytes > 5 * _MB) == (1, True)
    assert read_bundle(other.station, small / "bundle").is_whole
    assert other.texts() == ["power is out"]
    assert has_blob(other.station, vital)


def test_a_bundle_of_which_not_even_the_log_fits_is_not_written(pair: tuple[Laptop, Laptop], small: Path) -> None:
    one, _ = pair
    one.write("power is out")
    with pytest.raises(OSError, match="No space"):
        (small / "somebody's film").write_bytes(bytes(8 * _MB))
    with pytest.raises(KnownError, match="does not fit"):
        write_bundle(one.station, small / "bundle")
    assert [path.name for path in small.iterdir()] == ["somebody's film"]


def test_a_laptop_without_room_for_a_document_takes_the_rest_and_says_so(
    pair: tuple[Laptop, Laptop], small: Path, tmp_path: Path
) -> None:
    one, other = pair
    exchange(one, other)
    large = one.keep("atlas", os.urandom(6 * _MB))
    vital = one.keep("go-bag", os.urandom(2 * _MB), is_vital=True)
    one.write("power is out")
    write_bundle(one.station, tmp_path / "bundle", other.station.device)
    other.close()
    shutil.copytree(other.path, small / "laptop")
    tight = Laptop(small / "laptop", other.clock, other.random)
    found = read_bundle(tight.station, tmp_path / "bundle")
    assert (found.left, found.left_bytes > 6 * _MB, found.damaged) == (1, True, 0)
    assert tight.texts() == ["power is out"]
    assert (has_blob(tight.station, vital), has_blob(tight.station, large)) == (True, False)
    tight.close()


# --- choosing ---------------------------------------------------------------------------------------------------


def test_files_take_whole_clusters_and_documents_leave_something_free() -> None:
    sizes = {"s/x": 1, "b/aa/y": 1, "b/bb/z": CLUSTER + 1}
    assert fit(list(sizes), sizes, 2 * CLUSTER + SPARE_BYTES).chosen == ("s/x", "b/aa/y")
    assert fit(list(sizes), sizes, CLUSTER).chosen == ("s/x",)
    assert fit(list(sizes), sizes, CLUSTER - 1).chosen == ()
    assert fit(list(sizes), sizes, CLUSTER).left_bytes == CLUSTER + 2
