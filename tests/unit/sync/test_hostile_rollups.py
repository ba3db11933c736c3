# SPDX-License-Identifier: Apache-2.0
"""Roll-ups that somebody tore, swapped, forged or made up: they hide nothing, cost little, and give what is sound."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from incident_console.crypto.hashing import sha256
from incident_console.domain.roles import Role
from incident_console.storage.carriers import BACK_OFF_MS
from incident_console.wire import names, rollup
from incident_console.wire.batch import SealedBatch
from tests.helpers.forging import a_core, an_op, sealed
from tests.helpers.small_rollups import DAY_MS, batches_in, small_rollups, stream_files, write_batches
from tests.helpers.stations import Laptop, a_newcomer, a_team, cheap_secrets, exchange, let_in


@dataclass
class Scene:
    """A folder with six loose batches of ``one`` that ``other`` has not seen."""

    folder: Path
    one: Laptop
    other: Laptop

    @property
    def directory(self) -> Path:
        return self.folder / names.stream_folder(self.one.station.record.open_stream().stream)

    @property
    def loose(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.directory.glob("*.b"))]

    def lay(self, data: bytes, first: int = 1, last: int = 3, name_of: bytes | None = None) -> Path:
        """Put a file under the name of a roll-up."""
        stream = self.one.station.record.open_stream().stream
        named = names.rollup_file(stream, first, last, sha256(data if name_of is None else name_of))
        path = self.folder / named
        path.write_bytes(data)
        return path


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with cheap_secrets(), small_rollups():
        folder, (one, other) = a_team(tmp_path, Role.RESPONDER)
        write_batches(one, 6)
        with small_rollups(width=100):
            one.engine.sync()
        yield Scene(folder, one, other)
        for laptop in (one, other):
            laptop.close()


def torn(scene: Scene) -> bytes:
    return b"".join(scene.loose[:3])[:-1]


def with_a_bad_batch(scene: Scene) -> bytes:
    whole = bytearray(b"".join(scene.loose[:3]))
    whole[len(scene.loose[0]) + 200] ^= 1
    return bytes(whole)


def with_one_twice(scene: Scene) -> bytes:
    first, second, third = scene.loose[:3]
    return first + second + second + third


def of_other_numbers(scene: Scene) -> bytes:
    return b"".join(scene.loose[3:6])


def with_a_gap(scene: Scene) -> bytes:
    return scene.loose[0] + scene.loose[2]


def of_another_stream(scene: Scene) -> bytes:
    write_batches(scene.other, 3)
    theirs = scene.other.path / "replica" / names.stream_folder(scene.other.station.record.open_stream().stream)
    return b"".join(path.read_bytes() for path in sorted(theirs.glob("*.b"))[:3])


def noise(_scene: Scene) -> bytes:
    return os.urandom(50_000)


def zeros(_scene: Scene) -> bytes:
    return bytes(50_000)


def nothing(_scene: Scene) -> bytes:
    return b""


def forged_by_a_member(scene: Scene) -> bytes:
    """Three batches signed by the wrong laptop under the stream of another one."""
    stream = scene.one.station.record.open_stream()
    cores = [
        a_core(scene.other, stream=stream.stream, seq=seq, prev_stmt=b"p" * 32 if seq > 1 else bytes(32))
        for seq in (1, 2, 3)
    ]
    with mock.patch("incident_console.wire.batch._checked_core"):
        return b"".join(sealed(scene.other, core, [an_op(scene.other)]).data for core in cores)


JUNK = (
    torn, with_a_bad_batch, with_one_twice, of_other_numbers, with_a_gap, of_another_stream, noise, zeros, nothing,
    forged_by_a_member,
)  # fmt: skip


@pytest.mark.parametrize("make", JUNK)
def test_it_hides_no_batch_and_is_never_passed_on(make: Callable[[Scene], bytes], scene: Scene) -> None:
    path = scene.lay(make(scene))
    name = path.relative_to(scene.folder).as_posix()
    result = scene.other.engine.sync()
    assert result.quarantined == 1
    assert set(scene.other.texts()) >= {f"line {number}" for number in range(6)}
    assert name not in scene.other.station.files.paths
    assert not (scene.other.path / "replica" / name).exists()
    for loose in scene.directory.glob("*.b"):
        loose.unlink()
    scene.other.engine.sync()
    assert batches_in(scene.folder) >= batches_in(scene.other.path / "replica")
    (row,) = scene.other.station.carriers.quarantined()
    assert row.name == name
    scene.other.clock.ms += BACK_OFF_MS[0]
    assert scene.other.engine.poll().opened <= 2


@pytest.mark.parametrize("make", [torn, with_a_bad_batch, with_one_twice])
def test_its_sound_batches_are_taken_where_nothing_else_holds_them(
    make: Callable[[Scene], bytes], scene: Scene
) -> None:
    scene.lay(make(scene), name_of=b"whatever" if make is torn else None)
    for loose in scene.directory.glob("*.b"):
        loose.unlink()
    assert scene.other.engine.sync().received >= 1
    assert "line 0" in scene.other.texts()
    assert "line 3" not in scene.other.texts()


def test_two_swapped_roll_ups_are_found_and_written_again(scene: Scene) -> None:
    exchange(scene.one, scene.other)
    first, second = sorted(scene.directory.glob("*.r"))
    contents = first.read_bytes(), second.read_bytes()
    first.write_bytes(contents[1])
    second.write_bytes(contents[0])
    assert scene.one.engine.check(scene.folder).damaged == 2
    assert (first.read_bytes(), second.read_bytes()) == contents


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to(path.parent)])
def test_a_check_puts_aside_what_is_no_file_in_its_place(make: Callable[[Path], None], scene: Scene) -> None:
    exchange(scene.one, scene.other)
    rolled = sorted(scene.directory.glob("*.r"))[0]
    data = rolled.read_bytes()
    rolled.unlink()
    make(rolled)
    assert scene.one.engine.check(scene.folder).damaged == 1
    assert rolled.read_bytes() == data


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to(path.parent)])
def test_something_that_is_no_file_in_its_place_is_put_aside_and_harms_nothing_else(
    make: Callable[[Path], None], scene: Scene
) -> None:
    exchange(scene.one, scene.other)
    rolled = sorted(scene.directory.glob("*.r"))[0]
    data = rolled.read_bytes()
    rolled.unlink()
    make(rolled)
    scene.one.clock.ms += 8 * DAY_MS
    result = scene.one.engine.sync()
    assert [state for _, state, _ in result.folders] == ["ok"]
    assert batches_in(scene.folder) | batches_in(scene.one.path / "replica") == batches_in(scene.one.path / "replica")
    assert rolled.read_bytes() == data, "the close look of that week found it"
    assert scene.one.engine.check(scene.folder).damaged == 0


def test_a_conflict_copy_of_a_roll_up_is_nobodys(scene: Scene) -> None:
    exchange(scene.one, scene.other)
    rolled = sorted(scene.directory.glob("*.r"))[0]
    shutil.copy(rolled, rolled.with_name(f"{rolled.stem} (conflicted copy).r"))
    assert scene.one.engine.check(scene.folder).foreign == 1
    assert scene.one.engine.sync().opened == 0


def test_sound_roll_ups_of_odd_numbers_are_not_even_opened(scene: Scene) -> None:
    """Else whoever can write to a folder could fill every laptop with the same batches in ever new files."""
    scene.other.engine.sync()
    for first in range(5):
        for last in range(first + 1, 6):
            if (first, last) not in ((0, 2), (3, 5)):
                scene.lay(b"".join(scene.loose[first : last + 1]), first + 1, last + 1)
    before = stream_files(scene.other.path / "replica", scene.one)
    assert scene.other.engine.sync().opened == 0
    assert stream_files(scene.other.path / "replica", scene.one) == before


def test_a_roll_up_that_anybody_made_is_as_good_as_the_owners(scene: Scene) -> None:
    scene.lay(b"".join(scene.loose[:3]))
    scene.lay(b"".join(scene.loose[3:6]), 4, 6)
    exchange(scene.other, scene.one)
    assert len(stream_files(scene.folder, scene.one, ".r")) == 2
    assert stream_files(scene.one.path / "replica", scene.one) == stream_files(scene.folder, scene.one, ".r")


def test_heaps_of_junk_are_read_only_so_far_in_one_round_and_hide_nothing(scene: Scene, tmp_path: Path) -> None:
    with mock.patch("incident_console.sync.receiving_streams.JUNK_A_ROUND", 1 << 20):
        for number in range(60):
            scene.lay(os.urandom(200_000), number * 3 + 1, number * 3 + 3, name_of=os.urandom(4))
        scene.lay(b"".join(scene.loose[:3]))
        for loose in scene.directory.glob("*.b"):
            if loose.name < "0000000004":
                loose.unlink()
        opened = []
        for _ in range(12):
            opened.append(scene.other.engine.sync().quarantined)
            scene.other.clock.ms += 1
        assert max(opened) <= 6
    assert {f"line {number}" for number in range(6)} <= set(scene.other.texts())


def test_heaps_that_no_key_opens_are_read_only_so_far_in_one_round(scene: Scene) -> None:
    for number in range(1, 20):
        seqs = range(number * 3 + 1, number * 3 + 4)
        cores = (a_core(scene.one, seq=seq, prev_stmt=b"p" * 32, epoch_id=b"n" * 32) for seq in seqs)
        data = b"".join(sealed(scene.one, core, [an_op(scene.one)]).data for core in cores)
        scene.lay(data, seqs[0], seqs[-1])
    with mock.patch("incident_console.sync.receiving_streams.JUNK_A_ROUND", 3 * len(data)):
        scene.other.engine.sync()
        assert 0 < len(scene.other.engine._views[str(scene.folder)].locked) <= 4
    assert {f"line {number}" for number in range(6)} <= set(scene.other.texts())


def test_one_of_32_mib_and_more_is_read_no_further(scene: Scene) -> None:
    path = scene.lay(b"", name_of=b"huge")
    with path.open("r+b") as file:
        file.truncate(rollup.ROLLUP_BYTES * 40)
    assert scene.other.engine.sync().quarantined == 1
    (row,) = scene.other.station.carriers.quarantined()
    assert (row.code, row.size) == ("size", rollup.ROLLUP_BYTES + 1)


def test_one_that_holds_a_newer_batch_is_carried_unread_and_what_is_sound_is_shown(
    scene: Scene, tmp_path: Path
) -> None:
    core = a_core(scene.other, seq=1, prev_stmt=bytes(32))
    chain: list[SealedBatch] = []
    for seq in (1, 2, 3):
        core = a_core(scene.other, seq=seq, prev_stmt=core_stmt(chain), min_reader=9 if seq == 2 else 1)
        chain.append(sealed(scene.other, core, [an_op(scene.other)]))
    data = b"".join(batch.data for batch in chain)
    path = scene.folder / names.rollup_file(core.stream, 1, 3, sha256(data))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    scene.one.engine.sync()
    assert len(scene.one.station.index.batches("stream = ?", (core.stream,))) == 2
    assert path.relative_to(scene.folder).as_posix() in scene.one.station.files.paths
    newcomer = a_newcomer(tmp_path / "newcomer", scene.folder, "Nora Vance", seed=9)
    let_in(scene.one, newcomer, Role.RESPONDER)
    assert len(newcomer.station.index.batches("stream = ?", (core.stream,))) == 2
    newcomer.close()


def core_stmt(chain: Sequence[SealedBatch]) -> bytes:
    return chain[-1].stmt if chain else bytes(32)


def test_a_removed_file_was_always_somewhere_else_in_the_same_folder(scene: Scene) -> None:
    """Whatever lies there, the one who tidies up leaves a copy of each batch."""
    exchange(scene.one, scene.other)
    for number in range(4):
        scene.lay(os.urandom(900), number * 3 + 1, number * 3 + 3, name_of=os.urandom(3))
    before = batches_in(scene.folder)
    for _ in range(4):
        scene.one.clock.ms += 8 * DAY_MS
        scene.one.engine.sync()
        assert batches_in(scene.folder) >= before
