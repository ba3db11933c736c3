# SPDX-License-Identifier: Apache-2.0
"""A recovery kit is a member made of paper; a new print ends the old one; using it is seen by everybody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from incident_console.crypto.hashing import sha256
from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.sync.governing import change_role, revoke
from incident_console.sync.joining import pending_requests
from incident_console.sync.kits import active_kits, check_kit, checked_at, finish_retiring, print_kit
from incident_console.sync.opening import NewTeam, create_workspace
from incident_console.wire import names
from incident_console.wire.acts import Revoke
from incident_console.wire.kit_text import read_kit_text
from tests.helpers.kits import a_kit, an_admission_of, kit_device, recovered, signed_by_kit, words_only
from tests.helpers.seeded import seeded_random
from tests.helpers.stations import PASSPHRASE, Clock, Laptop, a_founder, a_team, cheap_secrets, exchange


@dataclass
class Team:
    folder: Path
    admin: Laptop
    member: Laptop

    @property
    def root(self) -> Path:
        return self.folder.parent

    def copy(self) -> Path:
        """The folder as somebody carries it away."""
        return Path(shutil.copytree(self.folder, self.root / "stick"))

    def put(self, data: bytes) -> None:
        (self.folder / names.act_file(sha256(data))).write_bytes(data)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with cheap_secrets():
        folder, (admin, member) = a_team(tmp_path, Role.RESPONDER)
        admin.write("the pumps are off")
        member.write("the gate is open")
        exchange(admin, member)
        yield Team(folder, admin, member)
        admin.close()
        member.close()


def refusal(path: Path, folder: Path, kit: str) -> str:
    with pytest.raises(KnownError) as raised:
        recovered(path, folder, kit)
    assert not path.exists()
    return raised.value.one_line()


def check(laptop: Laptop, kit: str) -> str:
    return check_kit(laptop.station, read_kit_text(kit), lambda at_ms: f"at {at_ms}").admission.code


# --- printing ---------------------------------------------------------------------------------------------------------


def test_a_kit_is_an_admin_on_paper_whose_words_are_kept_nowhere(team: Team) -> None:
    kit = a_kit(team.admin)
    exchange(team.admin, team.member)
    member = team.member.station.members()[kit_device(team.admin, kit).id]
    assert (member.role, member.admission.is_paper, member.admission.code) == (Role.ADMIN, True, "KIT1")
    words = words_only(kit).encode()
    team.admin.close()
    assert not [path for path in team.root.rglob("*") if path.is_file() and words in path.read_bytes()]


def test_a_new_print_ends_the_old_kit_and_changes_the_key(team: Team) -> None:
    old = a_kit(team.admin)
    before = team.admin.station.keyring.current.id
    new = a_kit(team.admin)
    exchange(team.admin, team.member)
    for laptop in (team.admin, team.member):
        station = laptop.station
        assert active_kits(station.members()) == [kit_device(laptop, new).id]
        epoch = station.keyring.current.id
        assert epoch != before
        holders = station.team.team.epochs.holders(epoch)
        assert kit_device(laptop, new).id in holders
        assert kit_device(laptop, old).id not in holders


def test_the_last_laptop_of_an_admin_stays_although_there_is_a_kit(team: Team) -> None:
    a_kit(team.admin)
    ann = team.admin.station
    with pytest.raises(KnownError, match="last admin") as refused:
        revoke(ann, ann.device)
    assert "Only the recovery kit KIT1 would be left." in refused.value.message
    with pytest.raises(KnownError, match="last admin"):
        change_role(ann, ann.device, Role.VIEWER)
    assert ann.role is Role.ADMIN
    change_role(ann, team.member.station.device, Role.ADMIN)
    revoke(ann, ann.device)
    assert ann.is_revoked


def test_only_an_admin_prints(team: Team) -> None:
    with pytest.raises(KnownError, match="may not print"):
        a_kit(team.member)


def test_a_page_that_cannot_be_written_leaves_the_old_kit_as_it_was(team: Team) -> None:
    old = a_kit(team.admin)

    def refuse(_words: tuple[str, ...], _code: str) -> None:
        raise KnownError("The stick is full")

    with pytest.raises(KnownError, match="stick is full"):
        print_kit(team.admin.station, refuse)
    assert active_kits(team.admin.station.members()) == [kit_device(team.admin, old).id]
    assert check(team.admin, old) == "KIT1"


def test_what_a_crash_left_to_retire_is_retired_with_the_next_sync(team: Team) -> None:
    a_kit(team.admin)
    newer = [a_kit_without_retiring(team.admin)]
    assert len(active_kits(team.admin.station.members())) == 2
    team.admin.reopen()
    team.admin.engine.sync()
    assert active_kits(team.admin.station.members()) == newer
    finish_retiring(team.admin.station)
    assert active_kits(team.admin.station.members()) == newer


def a_kit_without_retiring(laptop: Laptop) -> bytes:
    """Print a kit on a laptop that stops as soon as the paper is safe."""
    before = set(active_kits(laptop.station.members()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("incident_console.sync.kits.revoke_all", lambda *_: pytest.fail("it stopped before"))
        with pytest.raises(pytest.fail.Exception):
            print_kit(laptop.station, lambda _words, _code: None)
    (made,) = set(active_kits(laptop.station.members())) - before
    return made


def test_a_late_retiring_leaves_alone_what_another_admin_printed_meanwhile(tmp_path: Path) -> None:
    with cheap_secrets():
        _, (first, second) = a_team(tmp_path, Role.ADMIN)
        a_kit(first)
        exchange(first, second)
        mine = a_kit_without_retiring(first)
        theirs = kit_device(second, a_kit(second)).id
        second.engine.sync()
        first.reopen()
        exchange(first, second)
        assert set(active_kits(first.station.members())) == {mine, theirs}
        first.close()
        second.close()


def test_two_kits_printed_apart_both_stand_until_the_next_print(tmp_path: Path) -> None:
    with cheap_secrets():
        folder, (first, second) = a_team(tmp_path, Role.ADMIN)
        kits = [a_kit(first), a_kit(second)]
        exchange(first, second)
        assert len(active_kits(first.station.members())) == 2
        for number, kit in enumerate(kits):
            recovered(tmp_path / f"new{number}", folder, kit, seed=600 + number).close()
        last = a_kit(second)
        exchange(first, second)
        assert active_kits(first.station.members()) == [kit_device(first, last).id]
        first.close()
        second.close()


# --- trying one -------------------------------------------------------------------------------------------------------


def test_trying_a_kit_uses_nothing_up(team: Team) -> None:
    kit = a_kit(team.admin)
    acts = team.admin.station.team.team.heads
    assert check(team.admin, kit) == "KIT1"
    assert check(team.admin, words_only(kit)) == "KIT1"
    assert team.admin.station.team.team.heads == acts
    assert checked_at(team.admin.station, kit_device(team.admin, kit).id) == team.admin.clock.ms


def test_a_kit_that_is_no_longer_the_current_one_is_told(team: Team, tmp_path: Path) -> None:
    old = a_kit(team.admin)
    a_kit(team.admin)
    with pytest.raises(KnownError, match="was retired"):
        check(team.admin, old)
    (tmp_path / "other").mkdir()
    stranger = a_founder(tmp_path / "stranger", tmp_path / "other", seed=77)
    foreign = a_kit(stranger)
    with pytest.raises(KnownError, match="of another team"):
        check(team.admin, foreign)
    with pytest.raises(KnownError, match="no recovery kit of this team"):
        check(team.admin, words_only(foreign))
    stranger.close()


# --- coming in with it ------------------------------------------------------------------------------------------------


def test_a_new_laptop_comes_in_with_the_kit_and_any_one_folder(team: Team) -> None:
    kit = a_kit(team.admin)
    exchange(team.admin, team.member)
    state, stick = team.admin.station.state_hash(), team.copy()
    team.admin.close()
    new = recovered(team.root / "new", stick, words_only(kit))
    assert (new.station.role, new.station.member_name) == (Role.ADMIN, "Rita Vale")
    assert sorted(new.texts()) == ["the gate is open", "the pumps are off"]
    assert new.station.state_hash() == state
    new.write("we go on")
    new.station.folders.add(team.folder)
    exchange(new, team.admin, team.member)
    assert "we go on" in team.member.texts()
    assert new.station.set_hash() == team.admin.station.set_hash() == team.member.station.set_hash()
    new.close()


def test_everybody_is_told_that_the_kit_was_used_and_for_whom(team: Team) -> None:
    kit = a_kit(team.admin)
    exchange(team.admin, team.member)
    recovered(team.root / "new", team.folder, kit).close()
    exchange(team.admin, team.member)
    for laptop in (team.admin, team.member):
        (notice,) = laptop.notices
        assert notice.title == "The recovery kit was used"
        assert "Rita Vale (RV)" in notice.message
        (use,) = laptop.station.team.team.signed_by_paper
        assert use.admission is not None
        assert use.admission.names == "Rita Vale"


def test_whatever_else_is_done_with_a_kit_is_told_too(team: Team) -> None:
    kit = kit_device(team.admin, a_kit(team.admin))
    exchange(team.admin, team.member)
    team.put(signed_by_kit(team.member, kit, Revoke(team.member.station.device, ())))
    exchange(team.admin)
    (notice,) = team.admin.notices
    assert "membership was changed with it" in notice.message


def test_a_kit_lets_in_although_the_key_changed_since_it_was_printed(team: Team) -> None:
    kit = a_kit(team.admin)
    revoke(team.admin.station, team.member.station.device)
    team.admin.write("only for members")
    exchange(team.admin)
    new = recovered(team.root / "new", team.folder, kit)
    assert "only for members" in new.texts()
    assert new.station.keyring.is_clean
    new.close()


def test_done_again_it_is_the_same_laptop(team: Team) -> None:
    kit = a_kit(team.admin)
    exchange(team.admin)
    first = recovered(team.root / "new", team.folder, kit)
    device, heads = first.station.device, first.station.team.team.heads
    first.close()
    again = recovered(team.root / "new", team.folder, kit)
    assert (again.station.device, again.station.team.team.heads) == (device, heads)
    again.close()


def test_a_lost_team_file_does_not_matter_where_the_kit_tells_its_team(team: Team) -> None:
    kit = a_kit(team.admin)
    exchange(team.admin)
    stick = team.copy()
    (found,) = stick.glob("team-*.id")
    found.write_bytes(b"damaged")
    assert "team's file" in refusal(team.root / "refused", stick, words_only(kit))
    new = recovered(team.root / "new", stick, kit)
    assert new.station.is_joined
    new.close()


# --- what does not work -----------------------------------------------------------------------------------------------


def test_a_retired_kit_lets_nobody_in(team: Team) -> None:
    old = a_kit(team.admin)
    exchange(team.admin)
    a_kit(team.admin)
    exchange(team.admin)
    assert "was retired at" in refusal(team.root / "new", team.folder, old)


def test_a_retired_kit_in_an_old_copy_lets_nobody_into_the_team(team: Team) -> None:
    old = a_kit(team.admin)
    exchange(team.admin)
    stick = team.copy()
    a_kit(team.admin)
    exchange(team.admin, team.member)
    new = recovered(team.root / "new", stick, old)
    new.write("from outside")
    new.station.folders.add(team.folder)
    exchange(new, team.admin, team.member, new)
    for laptop in (team.admin, team.member, new):
        assert new.station.device not in laptop.station.members()
    assert "from outside" not in team.member.texts()
    assert [request.member for request in pending_requests(team.admin.station)] == ["Rita Vale"]
    new.close()


def test_words_of_another_team_open_nothing(team: Team, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    stranger = a_founder(tmp_path / "stranger", tmp_path / "other", seed=77)
    foreign = a_kit(stranger)
    theirs, ours = stranger.station.fingerprint, team.admin.station.fingerprint
    stranger.close()
    told = refusal(team.root / "new", team.folder, foreign)
    assert ours in told
    assert theirs in told
    assert ours in refusal(team.root / "new", team.folder, words_only(foreign))


def test_a_kit_that_no_admin_made_lets_nobody_in(team: Team) -> None:
    kit = a_kit(team.admin)
    forged = kit_device(team.admin, "zoo " * 23 + "vote")
    for signer in (team.member.station.device_keys, forged):
        content, box = an_admission_of(forged), (forged.public.hpke_key,)
        team.put(signed_by_kit(team.member, signer, content, box))
    exchange(team.admin, team.member)
    assert "No admin of the team made" in refusal(team.root / "new", team.folder, "zoo " * 23 + "vote")
    assert active_kits(team.member.station.members()) == [kit_device(team.admin, kit).id]


def test_what_a_retired_kit_signs_counts_nowhere(team: Team) -> None:
    old = kit_device(team.admin, a_kit(team.admin))
    exchange(team.admin, team.member)
    earlier = signed_by_kit(team.member, old, an_admission_of(kit_device(team.admin, "zoo " * 23 + "vote")))
    a_kit(team.admin)
    exchange(team.admin, team.member)
    later = signed_by_kit(team.member, old, an_admission_of(kit_device(team.admin, "zoo " * 23 + "vote")))
    before = set(team.admin.station.members())
    for data in (earlier, later):
        team.put(data)
    exchange(team.admin, team.member)
    for laptop in (team.admin, team.member):
        assert set(laptop.station.members()) == before
        assert not laptop.station.team.team.signed_by_paper


@pytest.mark.parametrize("happens", ["emptied", "gone", "no acts", "damaged", "founding lost"])
def test_a_folder_that_cannot_prove_the_kit_is_told_in_one_line(team: Team, happens: str) -> None:
    kit = a_kit(team.admin)
    exchange(team.admin)
    acts = sorted((team.folder / "a").iterdir())
    says = {
        "emptied": "holds no team's files", "gone": "cannot be read", "no acts": "lost its membership files",
        "damaged": "damaged", "founding lost": "cannot prove",
    }[happens]  # fmt: skip
    for path in acts if happens in ("damaged", "no acts") else ():
        path.write_bytes(path.read_bytes()[:-1] + b"x") if happens == "damaged" else path.unlink()
    if happens == "founding lost":
        station = team.admin.station
        founded = station.index.connection.execute("SELECT path FROM acts WHERE id = ?", (station.team_id,)).fetchone()
        (team.folder / founded[0]).unlink()
    if happens in ("emptied", "gone"):
        shutil.rmtree(team.folder)
        if happens == "emptied":
            team.folder.mkdir()
    assert says in refusal(team.root / "new", team.folder, words_only(kit))


def test_an_exercise_and_the_real_team_of_one_folder_are_told_apart(team: Team, tmp_path: Path) -> None:
    drill = Laptop(tmp_path / "drill", Clock(), seeded_random(55))
    new = NewTeam("Drill", "Dora Lind", is_exercise=True)
    drill.use(create_workspace(drill.path, PASSPHRASE, new, kdf_memory_mib=64, now=drill.clock, random=drill.random))
    drill.station.folders.add(team.folder)
    drill.engine.seed(team.folder)
    kit, real = a_kit(drill), a_kit(team.admin)
    drill.engine.sync()
    exchange(team.admin)
    for number, (text, is_exercise) in enumerate([(words_only(kit), True), (words_only(real), False)]):
        laptop = recovered(tmp_path / f"new{number}", team.folder, text, seed=700 + number)
        assert laptop.station.is_exercise is is_exercise
        laptop.close()
    only = tmp_path / "only"
    only.mkdir()
    (found,) = team.folder.glob("x-*")
    shutil.copytree(found, only / found.name)
    assert "that of an exercise" in refusal(tmp_path / "refused", only, real)
    drill.close()


def test_a_workspace_of_another_team_is_left_alone(team: Team, tmp_path: Path) -> None:
    kit = a_kit(team.admin)
    exchange(team.admin)
    (tmp_path / "other").mkdir()
    stranger = a_founder(tmp_path / "stranger", tmp_path / "other", seed=77)
    stranger.close()
    with pytest.raises(KnownError, match="of another team"):
        recovered(stranger.path, team.folder, kit)
    assert stranger.station.is_joined
    stranger.close()
