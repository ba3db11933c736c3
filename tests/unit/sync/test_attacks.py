# SPDX-License-Identifier: Apache-2.0
"""Somebody who can write to the folder, or sits at a member's laptop, tries to get at the others' record."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from incident_console.crypto.container import open_container, seal_container
from incident_console.crypto.hashing import TEAM_SPACE, sha256, stream_id
from incident_console.crypto.words import join_words
from incident_console.domain.roles import Role
from incident_console.storage.operations import OpState
from incident_console.sync.act_files import seal_act
from incident_console.sync.joining import admit, pending_requests
from incident_console.sync.keys import Device
from incident_console.wire import names
from incident_console.wire.acts import Admit
from incident_console.wire.batch import open_batch
from incident_console.wire.join import JoinDetails, make_join_request, read_join_request
from incident_console.wire.operations import RawOp
from tests.helpers.forging import a_core, an_op, forge, sealed
from tests.helpers.seeded import seeded_random
from tests.helpers.stations import Clock, Laptop, a_founder, a_newcomer, a_team, cheap_secrets, exchange


@dataclass
class Team:
    """The founder, a responder who turns against the team, and a responder who watches; all share one folder."""

    folder: Path
    founder: Laptop
    insider: Laptop
    watcher: Laptop
    before: tuple[str, str] = ("", "")

    def state(self) -> tuple[str, str]:
        """What the watcher holds and sees; the founder must agree."""
        states = {(one.station.set_hash(), one.station.state_hash()) for one in (self.founder, self.watcher)}
        (state,) = states
        return state

    def look(self) -> None:
        """Founder and watcher take in what lies in the folder."""
        exchange(self.founder, self.watcher)

    def batches(self) -> list[Path]:
        return sorted((self.folder / "s").rglob("*.b"))

    def codes(self) -> dict[str, str]:
        """Why which files count as not arrived, by name."""
        rows = self.watcher.station.carriers.quarantined()
        return {Path(row.name).name: row.code for row in rows}

    def verdicts(self) -> dict[OpState, int]:
        """How many forged operations the watcher knows, by what became of them."""
        connection = self.watcher.station.index.connection
        rows = connection.execute("SELECT state, count(*) FROM ops WHERE instr(body, 'forged') > 0 GROUP BY state")
        return {OpState(state): count for state, count in rows}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("attacks") / "template"
    root.mkdir()
    with cheap_secrets():
        folder, laptops = a_team(root, Role.RESPONDER, Role.RESPONDER)
        for laptop in laptops:
            laptop.write(f"line of {laptop.path.name}")
        exchange(*laptops)
        for laptop in laptops:
            laptop.station.folders.remove(folder)
            laptop.close()
    return root


@pytest.fixture
def team(template: Path, tmp_path: Path) -> Iterator[Team]:
    with cheap_secrets():
        root = tmp_path / "team"
        shutil.copytree(template, root)
        laptops = [Laptop(root / f"laptop{n}", Clock(), seeded_random(50 + n)) for n in range(3)]
        for laptop in laptops:
            laptop.station.folders.add(root / "share")
        exchange(*laptops)
        made = Team(root / "share", laptops[0], laptops[1], laptops[2])
        made.before = made.state()
        yield made
        for laptop in laptops:
            laptop.close()


# --- who can write to the folder --------------------------------------------------------------------------------


def test_swapped_names_are_faults_of_the_hash_and_a_check_puts_them_right(team: Team) -> None:
    fresh = a_newcomer(team.folder.parent / "fresh", team.folder, "Fresh Eyes", 99)
    team.founder.engine.sync()
    admit(team.founder.station, pending_requests(team.founder.station)[0], Role.VIEWER)
    team.founder.engine.sync()
    first, second = team.batches()[:2]
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    fresh.engine.sync()
    assert [row.code for row in fresh.station.carriers.quarantined()] == ["hash", "hash"]
    found = team.founder.engine.check(team.folder)
    assert (found.damaged, found.healed) == (2, 2)
    fresh.clock.ms += 6_000
    fresh.engine.sync()
    assert fresh.station.state_hash() == team.before[1]
    assert not fresh.station.carriers.quarantined()
    fresh.close()


def test_a_batch_moved_into_another_stream_is_a_fault_of_its_name(team: Team) -> None:
    stolen = team.batches()[0]
    streams = {path.parent for path in team.batches()}
    elsewhere = next(path for path in sorted(streams) if path != stolen.parent) / stolen.name
    shutil.copy(stolen, elsewhere)
    team.look()
    assert team.codes() == {elsewhere.name: "name"}
    assert team.state() == team.before


def test_a_batch_under_another_number_is_a_fault_of_its_name(team: Team) -> None:
    stolen = team.batches()[0]
    renumbered = stolen.with_name(stolen.name.replace("0000000001-", "0000000009-"))
    shutil.copy(stolen, renumbered)
    team.look()
    assert team.codes() == {renumbered.name: "name"}
    assert team.state() == team.before


def test_an_old_head_put_back_changes_nothing_and_is_removed_again(team: Team) -> None:
    old = {path: path.read_bytes() for path in (team.folder / "h").iterdir()}
    team.insider.write("news")
    exchange(team.insider, team.founder, team.watcher)
    state, heard = team.state(), team.watcher.station.carriers.heard()
    replayed = [path for path in old if not path.exists()]
    for path in replayed:
        path.write_bytes(old[path])
    team.look()
    assert replayed
    assert not any(path.exists() for path in replayed)
    assert team.state() == state
    assert team.watcher.station.carriers.heard() == heard


def test_files_of_another_team_are_told_apart(team: Team, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    stranger = a_founder(tmp_path / "stranger", theirs, seed=7)
    stranger.write("not yours")
    stranger.engine.sync()
    stranger.close()
    foreign = [path.relative_to(theirs) for path in theirs.rglob("*") if path.is_file() and path.parent != theirs]
    for path in foreign:
        (team.folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(theirs / path, team.folder / path)
    team.look()
    assert team.codes() == {path.name: "team" for path in foreign}
    assert team.state() == team.before


def test_a_folder_of_another_team_is_refused_and_left_alone(team: Team, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    a_founder(tmp_path / "stranger", theirs, seed=7).close()
    before = sorted(theirs.rglob("*"))
    (result,) = team.founder.engine.sync([theirs]).folders
    assert result[1] == "foreign"
    assert sorted(theirs.rglob("*")) == before


def test_no_name_in_the_folder_is_followed_out_of_it_or_waited_for(team: Team, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"somebody's own file")
    stream = team.batches()[0].parent
    (stream / f"0000000007-{'a' * 20}.b").symlink_to(outside)
    (stream / f"0000000008-{'b' * 20}.b").mkdir()
    os.mkfifo(stream / f"0000000009-{'c' * 20}.b")
    (stream / f"000000000a-{'d' * 20}.b").write_bytes(b"x" * (3 << 20))
    team.look()
    assert sorted(team.codes().values()) == ["hash", "size", "unreadable", "unreadable"]
    assert team.state() == team.before


def test_a_file_of_a_newer_version_is_carried_unread(team: Team, tmp_path: Path) -> None:
    data = bytearray(team.batches()[0].read_bytes())
    data[4] = 9
    path = team.batches()[0].with_name(f"000000000c-{names.base32hex(sha256(bytes(data)), 20)}.b")
    path.write_bytes(data)
    team.look()
    stick = tmp_path / "stick"
    stick.mkdir()
    team.watcher.engine.seed(stick)
    assert (stick / path.relative_to(team.folder)).read_bytes() == data
    assert team.state() == team.before


def test_a_request_with_other_keys_under_the_same_name_shows_other_words(team: Team) -> None:
    real = a_newcomer(team.folder.parent / "real", team.folder, "Ann Reed", 99)
    request = team.folder / names.join_file(sha256(real.station.identity.request))
    attacker = Device(b"\x01" * 32, b"\x02" * 32)
    details = JoinDetails("Ann Reed", "AR", "1.0", real.clock.ms)
    station = team.founder.station
    substitute = make_join_request(
        details, attacker.public, team_id=station.team_id, join_public_key=station.identity.join_key,
        sign=attacker.signer.sign, random=os.urandom,
    )  # fmt: skip
    request.unlink()
    (team.folder / names.join_file(sha256(substitute))).write_bytes(substitute)
    team.founder.engine.sync()
    (shown,) = pending_requests(station)
    assert (shown.member, shown.device.sign_key) == ("Ann Reed", attacker.signer.public_key)
    asked = read_join_request(real.station.identity.request, station.team_id)
    facts = asked.facts("Ann Reed", station.identity.join_key)
    numerals = tuple(f"{number:04}" for number in range(2048))
    assert join_words(shown.facts, numerals) != join_words(facts, numerals)
    real.close()


# --- who sits at a member's laptop ------------------------------------------------------------------------------


def test_an_entry_under_another_laptops_name_is_rejected(team: Team) -> None:
    forge(team.insider, team.folder, an_op(team.insider, device=team.founder.station.device))
    team.look()
    assert team.verdicts() == {OpState.REJECTED: 1}
    assert team.state()[1] == team.before[1]


def test_a_deed_beyond_the_role_is_rejected_and_the_rest_of_the_batch_counts(team: Team) -> None:
    beyond = an_op(team.insider, "incident.set", {"name": "forged"}, right=2)
    lying = an_op(team.insider, "incident.set", {"name": "forged"}, right=1)
    forge(team.insider, team.folder, beyond, lying, an_op(team.insider))
    team.look()
    assert team.verdicts() == {OpState.REJECTED: 2, OpState.ACCEPTED: 1}


def test_a_batch_that_names_only_acts_from_before_its_author_came_waits_for_ever(team: Team) -> None:
    alone = {"nonce": b"n" * 16, "seq": 1, "prev_stmt": bytes(32)}
    station = team.insider.station
    alone["stream"] = stream_id(station.team_id, TEAM_SPACE, station.device_keys.signer.public_key, b"n" * 16)
    forge(team.insider, team.folder, an_op(team.insider), acl_heads=(station.team_id,), **alone)
    team.look()
    assert team.verdicts() == {OpState.HELD: 1}
    assert team.state()[1] == team.before[1]


def test_a_batch_knows_what_those_before_it_in_its_stream_knew(team: Team) -> None:
    forge(team.insider, team.folder, an_op(team.insider), acl_heads=(team.insider.station.team_id,))
    team.look()
    assert team.verdicts() == {OpState.ACCEPTED: 1}


def test_an_admission_by_somebody_who_is_no_admin_lets_nobody_in(team: Team) -> None:
    guest = a_newcomer(team.folder.parent / "guest", team.folder, "Uninvited", 99)
    team.insider.engine.sync()
    station = team.insider.station
    content = Admit(guest.station.device_keys.public, int(Role.ADMIN), "XX", ((b"p" * 16, "Uninvited"),), None)
    data = seal_act(content, station.team.team.heads, station.sealer(), station.keyring, station.now())
    (team.folder / names.act_file(sha256(data))).write_bytes(data)
    exchange(guest, team.founder, team.watcher)
    assert not guest.station.is_joined
    assert guest.station.device not in team.watcher.station.members()
    assert team.state()[1] == team.before[1]
    guest.close()


def test_an_admission_dated_back_does_not_raise_its_author(team: Team) -> None:
    station = team.insider.station
    content = Admit(station.device_keys.public, int(Role.ADMIN), "XX", ((b"p" * 16, "Insider"),), None)
    data = seal_act(content, (station.team_id,), station.sealer(), station.keyring, station.now())
    (team.folder / names.act_file(sha256(data))).write_bytes(data)
    forge(team.insider, team.folder, an_op(team.insider, "incident.set", {"name": "forged"}, right=2))
    team.look()
    assert team.watcher.station.members()[station.device].role == Role.RESPONDER
    assert team.verdicts() == {OpState.REJECTED: 1}


def test_two_histories_of_one_author_are_both_kept_and_all_agree(team: Team) -> None:
    for _ in range(2):
        forge(team.insider, team.folder, an_op(team.insider))
    team.look()
    assert team.verdicts() == {OpState.ACCEPTED: 2}
    tips = team.watcher.station.index.frontier.vector[team.insider.station.record.open_stream().stream]
    assert len(tips) == 2
    state = team.state()
    assert team.watcher.station.rebuild() == state[1]


@pytest.mark.parametrize("prev", ["of another stream", "skipping one"])
def test_a_chain_with_a_false_link_ends_what_counts_as_seen_the_same_after_a_restart(team: Team, prev: str) -> None:
    own, others = (one.station.record.open_stream() for one in (team.insider, team.founder))
    changes = {"prev_stmt": others.last_stmt} if prev == "of another stream" else {"seq": own.seq + 5}
    forge(team.insider, team.folder, an_op(team.insider), **changes)
    team.look()
    assert team.verdicts() == {OpState.ACCEPTED: 1}
    vector = dict(team.watcher.station.index.frontier.vector)
    assert vector[own.stream] == {(own.seq, own.last_stmt)}
    team.watcher.reopen()
    assert team.watcher.station.index.frontier.vector == vector


def test_a_batch_in_another_laptops_stream_does_not_verify(team: Team) -> None:
    victim = team.founder.station.record.open_stream()
    core = a_core(team.insider)
    honest = sealed(team.insider, core, [an_op(team.insider)])
    renamed = team.folder / names.batch_file(victim.stream, victim.seq + 1, honest.file_hash)
    renamed.write_bytes(honest.data)
    team.look()
    assert team.codes() == {renamed.name: "name"}
    assert team.state() == team.before


def test_anothers_batch_sealed_anew_is_no_second_batch(team: Team) -> None:
    station = team.insider.station
    theirs = next(path for path in team.batches() if path.parent.name == stream_name(team.founder))
    key, data = station.keyring.current.key, theirs.read_bytes()
    opened = open_container(data, [key], station.team_id)
    again = seal_container(
        opened.header, opened.plaintext, key=key, team_id=station.team_id, device_secret=bytes(32), random=os.urandom
    )
    copy = theirs.with_name(f"0000000001-{names.base32hex(sha256(again), 20)}.b")
    copy.write_bytes(again)
    team.look()
    assert again != data
    assert team.state() == team.before
    held = [path for path in team.watcher.station.files.paths if path.startswith(f"s/{theirs.parent.name}/")]
    assert held == [theirs.relative_to(team.folder).as_posix()]


def test_anothers_operation_in_an_own_batch_counts_once_and_stays_theirs(team: Team) -> None:
    stolen = operations(team.founder)[0]
    forge(team.insider, team.folder, stolen)
    team.look()
    assert team.state() == team.before
    assert team.watcher.station.rebuild() == team.before[1]


def test_a_stolen_operation_that_arrives_before_the_real_one_takes_nothing_away(team: Team) -> None:
    team.founder.write("late")
    team.founder.station.seal()
    stolen = next(op for op in operations(team.founder) if b"late" in op.body)
    forge(team.insider, team.folder, stolen)
    team.watcher.engine.sync()
    assert "late" not in team.watcher.texts()
    exchange(team.founder, team.watcher)
    assert "late" in team.watcher.texts()
    assert team.watcher.station.set_hash() == team.founder.station.set_hash()


def stream_name(laptop: Laptop) -> str:
    return names.stream_name(laptop.station.record.open_stream().stream)


def operations(author: Laptop) -> list[RawOp]:
    """What a laptop has sealed so far."""
    station = author.station
    own = [path for path in sorted(station.files.paths) if path.startswith(f"s/{stream_name(author)}/")]
    opened = (open_batch(station.files.read(path) or b"", station.keyring.by_hint(), station.team_id) for path in own)
    return [op for batch in opened for op in batch.ops]


@pytest.mark.parametrize("directory", ["h", "j"])
def test_junk_in_the_folder_does_not_hide_what_is_real(team: Team, directory: str) -> None:
    for number in range(450):
        data = b"junk %d" % number
        digest = names.base32hex(sha256(data), 20)
        name = f"{'0' * 16}-{'0' * 10}-{number:06}-{digest}" if directory == "h" else f"{digest}.q"
        (team.folder / directory / name).write_bytes(data)
    newcomer = a_newcomer(team.folder.parent / "newcomer", team.folder, "Late Comer", 99)
    for _ in range(3):
        team.founder.engine.sync()
    (request,) = pending_requests(team.founder.station)
    admit(team.founder.station, request, Role.RESPONDER)
    exchange(team.founder, newcomer, team.watcher, team.watcher)
    heard = {row.sign_key for row in team.watcher.station.carriers.heard()}
    assert newcomer.station.device_keys.signer.public_key in heard
    before = team.watcher.engine.sync()
    assert before.opened <= 200
    newcomer.close()
