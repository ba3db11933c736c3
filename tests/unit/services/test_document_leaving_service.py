# SPDX-License-Identifier: Apache-2.0
"""A document leaves in plain on purpose alone: told in the record, warned of where it would be copied on."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.services.session import Session
from incident_console.services.synced_places import synced_place
from tests.helpers.workspaces import a_workspace, two_laptops


def brought(session: Session, folder: Path) -> bytes:
    file = folder / "plan.md"
    file.write_text("# Plan\n\nBoth pumps.\n", encoding="utf-8")
    session.documents.import_paths([file])
    return session.documents.find("Plan").id


def test_an_export_is_told_to_everyone_with_its_version(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = brought(team.joy, tmp_path)
        team.sync()
        out = team.sam.document_leaving.export(document, tmp_path / "out.md")
        assert (out.read_text(encoding="utf-8"), stat.S_IMODE(out.stat().st_mode)) == ("# Plan\n\nBoth pumps.\n", 0o600)
        team.sync()
        (left,) = team.joy.documents.get(document).left
        assert (left.by, left.how, left.version) == ("Sam Reed", "export", team.joy.documents.versions(document)[0].id)


def test_what_is_restricted_to_others_does_not_leave(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = brought(team.joy, tmp_path)
        team.joy.document_properties.restrict([document], "restricted", ["Legal"])
        team.sync()
        with pytest.raises(KnownError, match="restricted"):
            team.sam.document_leaving.export(document, tmp_path / "out.md")
        assert not (tmp_path / "out.md").exists()
        assert team.sam.documents.get(document).left == ()


@pytest.mark.parametrize("place", ["plan.md", "none/out.md", "old link"])
def test_a_place_that_is_taken_or_not_there_is_refused_before_the_record_is_told(tmp_path: Path, place: str) -> None:
    with a_workspace(tmp_path) as joy:
        document = brought(joy, tmp_path)
        (tmp_path / "old link").symlink_to(tmp_path / "nowhere")
        with pytest.raises(KnownError):
            joy.document_leaving.export(document, tmp_path / place)
        assert joy.documents.get(document).left == ()
        assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("mark", ["Dropbox", "OneDrive - Harbour", "Nextcloud", "plain/.stfolder"])
def test_folders_of_programs_that_sync_are_recognised(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).mkdir(parents=True)
    folder = tmp_path / mark.partition("/")[0]
    assert "copied elsewhere" in synced_place(folder / "deep" / "plan.md", ())
    assert synced_place(tmp_path / "plan.md", ()) == ""


def test_the_shared_folder_of_a_team_is_named_even_where_it_is_not_ones_own(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        inside = team.folder / "plan.md"
        assert "is a shared folder of the team" in team.joy.document_leaving.warning(inside)
        assert "the shared folder of a team" in synced_place(inside, ())
