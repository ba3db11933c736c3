# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.services.document_leaving import suggested_name
from incident_console.services.outside_copies import OutsideCopy
from incident_console.services.session import Session, open_session
from incident_console.storage.plain_room import plain_places, sweep
from tests.helpers.documents import COOLING
from tests.helpers.workspaces import PASSPHRASE, Clock, a_workspace, two_laptops

CANARY = b"both pumps run"


def a_runbook(session: Session, tmp_path: Path, name: str = "cooling.md") -> bytes:
    file = tmp_path / name
    file.write_text(COOLING, encoding="utf-8")
    (document,) = session.documents.import_paths([file]).documents
    file.unlink()
    return document


def plain_bytes() -> list[bytes]:
    """The copies that lie in all private places now."""
    found = [path for place in plain_places() if place.is_dir() for path in place.glob("*/*/*")]
    return [path.read_bytes() for path in found]


def changed(copy: OutsideCopy, by: str = "all pumps run") -> None:
    """Save as many programs do: a new file takes the place of the old one."""
    beside = copy.path.with_name("new.tmp")
    beside.write_bytes(copy.path.read_bytes().replace(CANARY, by.encode()))
    beside.replace(copy.path)


def test_the_team_sees_who_took_what_out(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = a_runbook(team.joy, tmp_path)
        team.sync()
        team.sam.taking_out.close_copy(team.sam.taking_out.open_copy(document).key)
        team.sync()
        (leaving,) = team.joy.documents.get(document).left
        assert (leaving.how, leaving.by) == ("open", "Sam Reed")


def test_what_is_restricted_to_others_does_not_leave(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = a_runbook(team.joy, tmp_path)
        team.joy.document_properties.restrict([document], "restricted", ["Counsel"])
        team.sync()
        for attempt in (
            lambda: team.sam.taking_out.open_copy(document),
            lambda: team.sam.document_leaving.export(document, tmp_path / "x.md"),
        ):
            with pytest.raises(KnownError, match="restricted"):
                attempt()
        assert plain_bytes() == []


def test_a_file_that_could_run_is_not_opened_but_exported(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        for name in ("tool.sh", "page.html", "link.desktop", "noending"):
            document = a_runbook(joy, tmp_path, name)
            with pytest.raises(KnownError, match="not opened from here"):
                joy.taking_out.open_copy(document)
            assert joy.document_leaving.export(document, tmp_path / f"out-{name}").is_file()
            (tmp_path / f"out-{name}").unlink()
        assert joy.taking_out.copies() == []


def test_a_copy_lies_in_a_private_place_and_is_gone_when_closed(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        copy = joy.taking_out.open_copy(a_runbook(joy, tmp_path))
        assert copy.path.read_text(encoding="utf-8") == COOLING
        assert (copy.path.suffix, "cooling" in str(copy.path).lower()) == (".md", False)
        assert joy.taking_out.copies() == [copy]
        assert joy.taking_out.changes() == []
        joy.taking_out.close_copy(copy.key)
        assert joy.taking_out.copies() == []
        assert CANARY not in b"".join(plain_bytes())


def test_a_change_comes_back_as_a_version_that_follows_the_one_opened(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = a_runbook(team.joy, tmp_path)
        team.sync()
        copy = team.joy.taking_out.open_copy(document)
        changed(copy)
        (change,) = team.joy.taking_out.changes()
        assert change.title == "Cooling loss runbook"
        with pytest.raises(KnownError, match="was changed"):
            team.joy.taking_out.close_copy(copy.key)
        team.joy.taking_out.take_back(copy.key)
        assert team.joy.taking_out.changes() == []
        latest, _ = team.joy.documents.versions(document)
        assert (latest.why, latest.added_by) == ("changed in another program", "Joy Okafor")
        assert b"all pumps run" in team.joy.documents.read(document)
        assert team.joy.documents.get(document).owner == "Facilities lead"
        assert [hit.title for hit in team.joy.search.find("all pumps run")] == ["Cooling loss runbook"]
        changed(copy, "no")
        assert team.joy.taking_out.changes() == []  # the words to change are not there any more
        copy.path.write_bytes(b"# Cooling loss runbook\n\nAgain.\n")
        team.joy.taking_out.take_back(copy.key)
        assert len(team.joy.documents.versions(document)) == 3
        assert not team.joy.documents.get(document).has_two_versions
        team.joy.taking_out.close_copy(copy.key)


def test_two_versions_are_shown_where_somebody_brought_one_meanwhile(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_runbook(joy, tmp_path)
        copy = joy.taking_out.open_copy(document)
        file = tmp_path / "cooling.md"
        file.write_text(COOLING.replace("both pumps", "each pump"), encoding="utf-8")
        joy.documents.import_paths([file])
        changed(copy)
        joy.taking_out.take_back(copy.key)
        assert joy.documents.get(document).has_two_versions


def test_a_file_that_says_nothing_of_itself_keeps_what_the_version_said(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        file = tmp_path / "contacts.csv"
        file.write_text("Name\nAnna\n", encoding="utf-8")
        (document,) = joy.documents.import_paths([file]).documents
        joy.document_properties.change([document], {"owner": "Liaison", "title": "Who to call"})
        copy = joy.taking_out.open_copy(document)
        copy.path.write_text("Name\nBen\n", encoding="utf-8")
        joy.taking_out.take_back(copy.key)
        line = joy.documents.get(document)
        assert (line.owner, line.title, line.file_name) == ("Liaison", "Who to call", "contacts.csv")


def test_a_change_thrown_away_is_not_asked_about_again(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_runbook(joy, tmp_path)
        copy = joy.taking_out.open_copy(document)
        changed(copy)
        joy.taking_out.throw_away(copy.key)
        assert joy.taking_out.changes() == []
        joy.taking_out.close_copy(copy.key)
        assert len(joy.documents.versions(document)) == 1


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_lock_removes_every_copy_and_seals_what_was_changed(tmp_path: Path, *, is_taken: bool) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_runbook(joy, tmp_path)
        joy.taking_out.open_copy(document)
        changed(joy.taking_out.open_copy(document))
    assert b"".join(each for each in plain_bytes() if b"pumps" in each) == b""
    again = open_session(tmp_path / "joy", PASSPHRASE, now=Clock())
    try:
        assert again.taking_out.copies() == []
        (change,) = again.taking_out.changes()
        (again.taking_out.take_back if is_taken else again.taking_out.throw_away)(change.copy.key)
        assert again.taking_out.changes() == []
        assert (b"all pumps" in again.documents.read(document)) is is_taken
        assert again.station.record.draft("outside/copies") is None
    finally:
        again.close()


_KILLED = """
import os, sys
from pathlib import Path
from incident_console.services.session import open_session

joy = open_session(Path(sys.argv[1]), sys.argv[2])
document = joy.documents.lines()[0].id
for number in range(3):
    copy = joy.taking_out.open_copy(document)
copy.path.write_bytes(copy.path.read_bytes().replace(b"both pumps", b"all pumps"))
os.kill(os.getpid(), 9)
"""


def test_after_a_kill_the_next_start_removes_copies_and_keeps_the_change(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_runbook(joy, tmp_path)
    killed = subprocess.run([sys.executable, "-c", _KILLED, tmp_path / "joy", PASSPHRASE], check=False)
    assert killed.returncode == -9
    assert len([each for each in plain_bytes() if b"pumps" in each]) == 3
    assert sweep() == 1  # a start of the program, before anybody unlocks
    assert len([each for each in plain_bytes() if b"pumps" in each]) == 1
    again = open_session(tmp_path / "joy", PASSPHRASE, now=Clock())
    try:
        assert [each for each in plain_bytes() if b"pumps" in each] == []
        (change,) = again.taking_out.changes()
        again.taking_out.take_back(change.copy.key)
        assert b"all pumps" in again.documents.read(document)
        assert len(again.documents.get(document).left) == 3
    finally:
        again.close()


def test_a_copy_of_the_workspace_leaves_the_copies_of_a_living_one_alone(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        copy = joy.taking_out.open_copy(a_runbook(joy, tmp_path))
        other = tmp_path / "other"
        other.mkdir()
        for file in (tmp_path / "joy").rglob("*"):
            target = other / file.relative_to(tmp_path / "joy")
            if file.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            elif file.name != "lock":
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read_bytes())
        open_session(other, PASSPHRASE, now=Clock()).close()
        assert copy.path.exists()


def test_no_copy_is_made_once_the_workspace_is_being_locked(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_runbook(joy, tmp_path)
        joy.taking_out.open_copy(document)
        joy.taking_out.close()
        with pytest.raises(KnownError, match="being locked"):
            joy.taking_out.open_copy(document)
        assert plain_bytes() == []


def test_a_name_from_another_member_leads_nowhere_else() -> None:
    assert suggested_name("../../.bashrc") == "_.._.bashrc"
    assert suggested_name("a/b\\c:d\n.md") == "a_b_c_d_.md"
    assert suggested_name("plan.") == "plan"
    assert suggested_name("...") == "document"
    assert len(suggested_name("x" * 900 + ".pdf")) == 124
    assert os.sep not in suggested_name("a/b")
