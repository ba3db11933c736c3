# SPDX-License-Identifier: Apache-2.0
"""Bundles between laptops that share no folder: what goes in, what comes out, and what befalls one on its way."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from unittest import mock

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.storage.receipts import Receipts
from incident_console.sync import station as station_module
from incident_console.sync.blobs import has_blob, read_blob
from incident_console.sync.bundle_reading import BundleRead, read_bundle
from incident_console.sync.bundle_writing import BundleWritten, write_bundle
from incident_console.sync.engine import SyncEngine
from incident_console.sync.heads import own_head
from incident_console.sync.joining import admit, join_workspace, pending_requests
from incident_console.sync.opening import NewTeam, create_workspace
from incident_console.sync.rollups import roll_up
from incident_console.wire.bundle import BLOCK, header, padding
from tests.helpers.faults import Killed, faulty_world
from tests.helpers.seeded import seeded_random
from tests.helpers.small_rollups import small_rollups, write_batches
from tests.helpers.stations import PASSPHRASE, Clock, Laptop, a_founder, a_team, cheap_secrets, exchange


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Path, Laptop, Laptop]]:
    """Two laptops of a team which heard each other through a folder that is gone now; each wrote since then."""
    with cheap_secrets():
        folder, (one, other) = a_team(tmp_path, Role.RESPONDER)
        one.write("before")
        exchange(one, other)
        shutil.rmtree(folder)
        one.write("the pump failed", "sent for a spare")
        other.write("road is open")
        yield tmp_path / "bundle.tar", one, other
        one.close()
        other.close()


def names_in(bundle: Path) -> list[str]:
    with tarfile.open(bundle, mode="r:") as found:
        return found.getnames()


def send(sender: Laptop, receiver: Laptop, bundle: Path) -> BundleRead:
    write_bundle(sender.station, bundle, receiver.station.device)
    return read_bundle(receiver.station, bundle)


def equal(*laptops: Laptop) -> bool:
    return len({laptop.station.set_hash() for laptop in laptops}) == 1


def all_files(laptop: Laptop) -> set[str]:
    return set(laptop.station.files.paths)


# --- what goes in -----------------------------------------------------------------------------------------------


def test_two_laptops_come_to_hold_the_same_by_bundles_alone(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, other = pair
    found = send(one, other, bundle)
    assert (found.damaged, found.left, found.is_whole) == (0, 0, True)
    assert found.received == 2
    send(other, one, bundle)
    assert equal(one, other)
    assert sorted(one.texts()) == ["before", "road is open", "sent for a spare", "the pump failed"]


def test_a_bundle_for_a_station_holds_what_it_lacked_at_its_last_word(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, other = pair
    everything = write_bundle(one.station, bundle).files
    assert write_bundle(one.station, bundle, other.station.device).files < everything
    found = names_in(bundle)
    assert [name.partition("/")[0] for name in found[1:]] == ["a", "a", "s", "h"]
    send(one, other, bundle)
    send(other, one, bundle)
    write_bundle(one.station, bundle, other.station.device)
    assert [name for name in names_in(bundle) if name.startswith("s/")] == []


def test_a_bundle_for_a_station_never_heard_holds_everything(tmp_path: Path) -> None:
    with cheap_secrets():
        _, (one, other) = a_team(tmp_path, Role.VIEWER)
        one.station.record.connection.execute("DELETE FROM heard")
        written = write_bundle(one.station, tmp_path / "bundle", other.station.device)
        assert written.files == len(one.station.files.paths) + 1
        one.close()
        other.close()


def test_documents_of_lacking_batches_go_along_the_urgent_ones_first(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, other = pair
    for number, (size, is_vital) in enumerate(((3000, False), (9000, True), (1000, False))):
        one.keep(f"file {number}", bytes([number]) * size, is_vital=is_vital)
    send(one, other, bundle)
    order = [one.station.files.read(name) for name in names_in(bundle) if name.startswith("b/")]
    assert [len(data or b"") > 9000 for data in order] == [True, False, False]
    assert all(path in all_files(other) for path in all_files(one) if path.startswith("b/"))


def test_parts_that_a_station_says_to_lack_go_along_with_batches_that_it_saw(tmp_path: Path) -> None:
    with cheap_secrets():
        folder, (one, other) = a_team(tmp_path, Role.RESPONDER)
        bundle = tmp_path / "bundle"
        blobs = [one.keep(title, title.encode() * 1000) for title in ("Plan A", "Plan B")]
        one.engine.sync()
        for part in (folder / "b").rglob("*.c"):  # on its way by another sync program, say
            part.rename(tmp_path / part.name)
        other.engine.sync()
        shutil.rmtree(folder)
        send(other, one, bundle)
        assert not any(has_blob(other.station, blob) for blob in blobs)
        write_bundle(one.station, bundle, other.station.device)
        assert [name[0] for name in names_in(bundle) if name[0] in "sb"] == ["b", "b"]
        read_bundle(other.station, bundle)
        assert all(has_blob(other.station, blob) for blob in blobs)
        send(other, one, bundle)
        write_bundle(one.station, bundle, other.station.device)
        assert [name for name in names_in(bundle) if name[0] in "sb"] == []
        for laptop in (one, other):
            laptop.close()


def test_to_an_older_program_that_does_not_say_what_it_holds_all_parts_go_along(tmp_path: Path) -> None:
    with cheap_secrets():
        folder, (one, other) = a_team(tmp_path, Role.RESPONDER)
        one.keep("Plan A", b"turn the red wheel" * 100)
        one.engine.sync()
        with mock.patch.object(station_module, "own_head", lambda *given: replace(own_head(*given), extra=())):
            exchange(other, one)
        shutil.rmtree(folder)
        write_bundle(one.station, tmp_path / "bundle", other.station.device)
        assert [name[0] for name in names_in(tmp_path / "bundle") if name[0] in "sb"] == ["b"]
        for laptop in (one, other):
            laptop.close()


def test_equal_contents_make_an_equal_bundle(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, _ = pair
    write_bundle(one.station, bundle)
    first = bundle.read_bytes()
    write_bundle(one.station, bundle)
    assert bundle.read_bytes() == first


def test_nothing_is_told_by_a_bundle_but_names_of_the_layout(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, _ = pair
    write_bundle(one.station, bundle)
    team, *paths = names_in(bundle)
    assert team.startswith("team-")
    assert sorted(paths) == sorted(all_files(one))
    with tarfile.open(bundle, mode="r:") as found:
        assert {(m.mtime, m.uid, m.uname, m.mode) for m in found} == {(0, 0, "", 0o644)}
    for word in (b"pump", b"Harbour", b"Joy"):
        assert word not in bundle.read_bytes()


def test_an_unpacked_bundle_is_a_folder_of_the_team(pair: tuple[Path, Laptop, Laptop], tmp_path: Path) -> None:
    bundle, one, other = pair
    write_bundle(one.station, bundle)
    folder = tmp_path / "unpacked"
    folder.mkdir()
    with tarfile.open(bundle, mode="r:") as found:
        found.extractall(folder, filter="data")
    assert SyncEngine(other.station).sync([folder]).received == 1
    assert "the pump failed" in other.texts()


def test_a_packed_folder_is_a_bundle(pair: tuple[Path, Laptop, Laptop], tmp_path: Path) -> None:
    bundle, one, other = pair
    folder = tmp_path / "stick"
    folder.mkdir()
    one.engine.seed(folder)
    with tarfile.open(bundle, mode="w", format=tarfile.GNU_FORMAT) as made:
        made.add(folder, ".")
    found = read_bundle(other.station, bundle)
    assert (found.received > 0, found.is_whole) == (True, True)
    assert "the pump failed" in other.texts()


def test_a_bundle_carries_roll_ups_to_whom_lacks_anything_in_them_and_twice_does_nothing(tmp_path: Path) -> None:
    with cheap_secrets(), small_rollups():
        folder, (one, other) = a_team(tmp_path, Role.RESPONDER)
        shutil.rmtree(folder)
        bundle = tmp_path / "bundle"
        write_batches(one, 14)
        assert roll_up(one.station)
        write_bundle(one.station, bundle, other.station.device)
        assert any(name.endswith(".r") for name in names_in(bundle))
        assert read_bundle(other.station, bundle).is_whole
        assert len(other.texts()) == 14
        held = all_files(other)
        again = read_bundle(other.station, bundle)
        assert (again.received, again.damaged, all_files(other)) == (0, 0, held)
        send(other, one, bundle)
        write_bundle(one.station, bundle, other.station.device)
        assert [name for name in names_in(bundle) if name.startswith("s/")] == []
        assert equal(one, other)
        one.close()
        other.close()


# --- what comes out ---------------------------------------------------------------------------------------------


def test_twice_does_nothing(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, other = pair
    send(one, other, bundle)
    before = all_files(other), other.station.state_hash()
    assert read_bundle(other.station, bundle).received == 0
    assert (all_files(other), other.station.state_hash()) == before


def test_a_receipt_says_that_a_bundle_brought_it(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, other = pair
    other.clock.ms += 60_000
    at_ms = other.clock().ms
    send(one, other, bundle)
    (receipt,) = Receipts(other.station.record.connection).since(at_ms - 1)
    assert (receipt.carrier, receipt.at_ms) == ("bundle", at_ms)
    assert {row.carrier for row in other.station.carriers.heard() if row.received_at_ms == at_ms} == {"bundle"}


def test_another_teams_bundle_is_refused(pair: tuple[Path, Laptop, Laptop], tmp_path: Path) -> None:
    bundle, one, _ = pair
    (tmp_path / "foreign").mkdir()
    stranger = a_founder(tmp_path / "stranger", tmp_path / "foreign", seed=9)
    write_bundle(stranger.station, bundle)
    before = all_files(one)
    with pytest.raises(KnownError, match="of another team"):
        read_bundle(one.station, bundle)
    assert all_files(one) == before
    stranger.close()


def test_an_exercise_and_the_real_team_take_nothing_of_each_other(
    pair: tuple[Path, Laptop, Laptop], tmp_path: Path
) -> None:
    bundle, one, _ = pair
    clock, random = Clock(), seeded_random(5)
    new = NewTeam("Drill", "Joy Okafor", is_exercise=True)
    drill = Laptop(tmp_path / "drill", clock, random)
    drill.use(create_workspace(drill.path, PASSPHRASE, new, kdf_memory_mib=64, now=clock, random=random))
    write_bundle(drill.station, bundle)
    assert all(name.startswith("x-") for name in names_in(bundle))
    with pytest.raises(KnownError, match="of an exercise"):
        read_bundle(one.station, bundle)
    write_bundle(one.station, bundle)
    with pytest.raises(KnownError, match="of the real team"):
        read_bundle(drill.station, bundle)
    drill.close()


def test_files_of_another_team_under_this_teams_name_are_not_taken(
    pair: tuple[Path, Laptop, Laptop], tmp_path: Path
) -> None:
    bundle, one, _ = pair
    (tmp_path / "foreign").mkdir()
    stranger = a_founder(tmp_path / "stranger", tmp_path / "foreign", seed=9)
    stranger.write("not yours")
    write_bundle(stranger.station, bundle)
    own = tmp_path / "own.tar"
    write_bundle(one.station, own)
    size = len(stranger.station.team_file())
    data = own.read_bytes()[: BLOCK + -(-size // BLOCK) * BLOCK] + bundle.read_bytes()
    bundle.write_bytes(data)
    before = all_files(one)
    found = read_bundle(one.station, bundle)
    assert (found.received, found.damaged > 0) == (0, True)
    assert all_files(one) == before
    stranger.close()


# --- what befalls one on its way --------------------------------------------------------------------------------


def test_what_is_whole_in_a_torn_bundle_is_taken_and_the_rest_comes_with_the_next(
    pair: tuple[Path, Laptop, Laptop], tmp_path: Path
) -> None:
    bundle, one, other = pair
    for text in ("third", "fourth"):
        one.station.seal()
        one.write(text)
    write_bundle(one.station, bundle)
    whole = bundle.read_bytes()
    with tarfile.open(bundle, mode="r:") as found:
        members = [(member.name, member.offset, member.offset_data + member.size) for member in found]
    other.close()
    for start in sorted(
        {at for _, offset, end in members for at in (offset, offset + 1, offset + BLOCK, end, end - 1)}
    ):
        torn = Laptop(tmp_path / f"torn{start}", other.clock, seeded_random(start))
        shutil.copytree(other.path, torn.path)
        before = all_files(torn)
        bundle.write_bytes(whole[:start])
        complete = {name for name, _, end in members if end <= start}
        if not complete:
            with pytest.raises(KnownError, match="no bundle"):
                read_bundle(torn.station, bundle)
        else:
            found_there = read_bundle(torn.station, bundle)
            assert not found_there.is_whole
            assert found_there.damaged == 0
            expected = {name for name in complete if name[0] in "ajs"} - before
            assert expected <= all_files(torn)
        bundle.write_bytes(whole)
        assert read_bundle(torn.station, bundle).is_whole
        assert {path for path in all_files(one) if path[0] in "ajs"} <= all_files(torn)
        torn.close()


def test_junk_in_a_bundle_hides_nothing_of_it(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, other = pair
    write_bundle(one.station, bundle)
    stream = next(name for name in names_in(bundle) if name.startswith("s/")).rpartition("/")[0]
    junk = {f"h/{number:016d}-0000000001-000001-{'0' * 20}": b"junk" for number in range(450)}
    junk |= {f"{stream}/{number * 32 + 1:010d}-{number * 32 + 32:010d}-{'0' * 20}.r": b"junk" for number in range(3)}
    packed = b"".join(header(name, len(data)) + data + bytes(padding(len(data))) for name, data in junk.items())
    bundle.write_bytes(packed + bundle.read_bytes())
    found = read_bundle(other.station, bundle)
    assert (found.received, found.is_whole, found.damaged >= 450) == (2, True, True)
    assert "the pump failed" in other.texts()
    assert other.station.carriers.quarantined() == []


def test_a_changed_byte_costs_one_file_and_is_told(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, other = pair
    write_bundle(one.station, bundle, other.station.device)
    whole = bundle.read_bytes()
    with tarfile.open(bundle, mode="r:") as found:
        at = next(member.offset_data for member in found if member.name.startswith("s/"))
    bundle.write_bytes(whole[: at + 200] + bytes([whole[at + 200] ^ 1]) + whole[at + 201 :])
    found_there = read_bundle(other.station, bundle)
    assert (found_there.damaged, found_there.is_whole) == (1, True)
    assert other.station.carriers.quarantined() == []
    bundle.write_bytes(whole)
    assert read_bundle(other.station, bundle).damaged == 0
    assert "the pump failed" in other.texts()


def test_a_bundle_that_is_read_after_a_cancel_goes_on(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, other = pair
    write_bundle(one.station, bundle)
    stop = Event()
    stop.set()
    assert "the pump failed" not in (read_bundle(other.station, bundle, cancel=stop), other.texts())[1]
    read_bundle(other.station, bundle)
    assert "the pump failed" in other.texts()


def test_a_cancelled_bundle_leaves_nothing(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, _ = pair
    stop = Event()
    told: list[tuple[str, int, int]] = []

    def follow(what: str, done: int, of: int) -> None:
        told.append((what, done, of))
        stop.set()

    with pytest.raises(KnownError, match="Stopped"):
        write_bundle(one.station, bundle, progress=follow, cancel=stop)
    assert [what for what, _, _ in told] == ["writing"]
    assert not any("bundle" in path.name for path in bundle.parent.iterdir())


def test_a_laptop_killed_while_it_reads_a_bundle_goes_on_where_it_was(tmp_path: Path) -> None:
    with cheap_secrets(), faulty_world() as faults:
        folder, (one, other) = a_team(tmp_path, Role.RESPONDER)
        shutil.rmtree(folder)
        for text in ("first", "second", "third"):
            one.write(text)
            one.station.seal()
        bundle = tmp_path / "bundle"
        write_bundle(one.station, bundle, other.station.device)

        def kill(_call: str) -> None:
            shutil.copytree(other.path, tmp_path / "image")
            raise Killed

        reached, at = True, 1
        while reached:
            other.reopen()
            shutil.copytree(other.path, tmp_path / "before")
            faults.arm(at, kill)
            try:
                read_bundle(other.station, bundle)
            except Killed:
                other.go_on_from(tmp_path / "image")
            reached = faults.disarm()
            read_bundle(other.station, bundle)
            assert sorted(other.texts()) == ["first", "second", "third"]
            other.go_on_from(tmp_path / "before")
            at += 3
        one.close()
        other.close()


# --- the place of a bundle --------------------------------------------------------------------------------------


def test_a_file_that_is_no_bundle_is_not_written_over(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, _ = pair
    bundle.write_text("my letter")
    with pytest.raises(KnownError, match="is no bundle"):
        write_bundle(one.station, bundle)
    assert bundle.read_text() == "my letter"
    for place in (bundle.parent / "nowhere" / "bundle", bundle.parent):
        with pytest.raises(KnownError, match="cannot be written"):
            write_bundle(one.station, place)


def test_what_cannot_be_read_is_told(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, _ = pair
    with pytest.raises(KnownError, match="No such file"):
        read_bundle(one.station, bundle)
    bundle.write_bytes(b"Dear Joy, see attached")
    with pytest.raises(KnownError, match="no bundle"):
        read_bundle(one.station, bundle)


# --- joining by mail --------------------------------------------------------------------------------------------


def test_a_laptop_joins_by_bundles_alone(pair: tuple[Path, Laptop, Laptop], tmp_path: Path) -> None:
    bundle, one, _ = pair
    write_bundle(one.station, bundle)
    clock, random = Clock(), seeded_random(77)
    newcomer = Laptop(tmp_path / "newcomer", clock, random)
    newcomer.use(
        join_workspace(
            newcomer.path, PASSPHRASE, folder=bundle, member="Lee Chan", kdf_memory_mib=64, now=clock, random=random
        )
    )
    assert newcomer.station.folders.all() == []
    assert read_bundle(newcomer.station, bundle).received == 0
    assert write_bundle(newcomer.station, bundle) == BundleWritten(2, 0, 0)
    assert read_bundle(one.station, bundle).received == 1
    (request,) = pending_requests(one.station)
    admit(one.station, request, Role.RESPONDER)
    found = send(one, newcomer, bundle)
    assert (found.locked, found.damaged) == (0, 0)
    assert newcomer.station.role == Role.RESPONDER
    newcomer.write("here I am")
    send(newcomer, one, bundle)
    send(one, newcomer, bundle)
    assert "here I am" in one.texts()
    assert equal(one, newcomer)
    newcomer.close()


def test_a_laptop_that_still_waits_takes_nothing_it_could_not_read(
    pair: tuple[Path, Laptop, Laptop], tmp_path: Path
) -> None:
    bundle, one, _ = pair
    write_bundle(one.station, bundle)
    clock, random = Clock(), seeded_random(78)
    station = join_workspace(
        tmp_path / "newcomer", PASSPHRASE, folder=bundle, member="Lee", kdf_memory_mib=64, now=clock, random=random
    )
    found = read_bundle(station, bundle)
    assert (found.received, found.damaged, found.locked) == (0, 0, 2)
    assert not station.is_joined
    station.close()


def test_a_document_that_came_by_bundle_opens(pair: tuple[Path, Laptop, Laptop]) -> None:
    bundle, one, other = pair
    blob = one.keep("plan", b"the plan")
    send(one, other, bundle)
    assert has_blob(other.station, blob)
    assert read_blob(other.station, blob) == b"the plan"
