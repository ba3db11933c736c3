# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
from pathlib import Path
from threading import Event

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.services.import_preview import ImportPlan, Step, planned_outcome
from tests.helpers.documents import a_library
from tests.helpers.workspaces import a_workspace, two_laptops


def steps(plan: ImportPlan) -> dict[str, str]:
    return {Path(file.name).name: file.step.value for file in plan.files}


def a_changed_library(folder: Path) -> None:
    (folder / "power.md").write_text("# Power plan\n\nChanged.\n", encoding="utf-8")
    (folder / "new.md").write_text("# New\n", encoding="utf-8")
    (folder / "again.md").write_bytes((folder / "cooling.md").read_bytes())
    (folder / "~$notes.docx").write_bytes(b"x")


def test_a_preview_tells_what_is_new_changed_same_a_twin_and_refused_and_saves_nothing(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        folder = a_library(tmp_path)
        joy.documents.import_paths([folder])
        before = joy.station.set_hash()
        a_changed_library(folder)
        plan = joy.documents.preview_import([folder])
        assert steps(plan) == {
            "~$notes.docx": "refused",
            "again.md": "twin",
            "contacts.csv": "same",
            "cooling.md": "same",
            "drawing.bin": "same",
            "manual.pdf": "same",
            "new.md": "new",
            "notes.txt": "same",
            "power.md": "changed",
            "valve.png": "same",
        }
        words = {file.step: file.words for file in plan.files}
        assert words[Step.TWIN] == "Cooling loss runbook"
        assert words[Step.REFUSED] == "A temporary file of another program."
        assert joy.station.set_hash() == before


@pytest.mark.parametrize("skips_twins", [True, False])
def test_a_preview_foretells_what_comes(tmp_path: Path, *, skips_twins: bool) -> None:
    with a_workspace(tmp_path) as joy:
        folder = a_library(tmp_path)
        joy.documents.import_paths([folder])
        a_changed_library(folder)
        told = planned_outcome(joy.documents.preview_import([folder]), skips_twins=skips_twins)
        came = joy.documents.import_paths([folder], skips_twins=skips_twins)
        assert (told.added, told.updated, told.same) == (came.added, came.updated, came.same)
        assert [failure.reason for failure in told.failed] == [failure.reason for failure in came.failed]
        assert told.twins == came.twins == (("plans/again.md", "Cooling loss runbook"),)
        assert len(joy.documents.lines()) == (8 if skips_twins else 9)


def test_single_files_are_looked_at_as_they_are_taken(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        joy.documents.import_paths([a_library(tmp_path)])
        draft, twin = tmp_path / "power draft.md", tmp_path / "a" / "twin.md"
        twin.parent.mkdir()
        draft.write_text("# Power plan\n\nAnother fuel.\n", encoding="utf-8")
        twin.write_text("# Twin\n", encoding="utf-8")
        other = tmp_path / "b" / "twin.md"
        other.parent.mkdir()
        other.write_text("# Twin\n\nWith more.\n", encoding="utf-8")
        third = tmp_path / "third.md"
        third.write_text("# Twin\n", encoding="utf-8")
        paths = [draft, twin, other, third]
        plan = joy.documents.preview_import(paths)
        assert [file.step.value for file in plan.files] == ["changed", "new", "changed", "twin"]


def test_what_nobody_wrote_to_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_workspace(tmp_path) as joy:
        folder = a_library(tmp_path)
        for file in folder.iterdir():
            os.utime(file, ns=(1_700_000_000_000_000_000,) * 2)
        later = (folder / "power.md").stat().st_ctime_ns + 60_000_000_000
        monkeypatch.setattr("incident_console.library.importing.time.time_ns", lambda: later)
        joy.documents.import_paths([folder])

        def refuse(path: Path) -> None:
            raise AssertionError(path)

        monkeypatch.setattr("incident_console.services.import_preview.read_marked", refuse)
        assert joy.documents.preview_import([folder]).counts == {Step.SAME: 7}


def test_a_look_can_be_stopped(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        stop = Event()

        def progress(_what: str, done: int, _total: int) -> None:
            if done == 2:
                stop.set()

        plan = joy.documents.preview_import([a_library(tmp_path)], progress, stop)
        assert not plan.is_whole
        assert len(plan.files) == 3


def test_the_name_of_a_restricted_twin_is_not_told(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.RESPONDER) as team:
        folder = a_library(tmp_path)
        (document, *_) = team.joy.documents.import_paths([folder / "cooling.md"]).documents
        team.joy.document_properties.restrict([document], "restricted", ["Counsel"])
        team.sync()
        (folder / "mine.md").write_bytes((folder / "cooling.md").read_bytes())
        (folder / "cooling.md").unlink()
        twins = [file.words for file in team.sam.documents.preview_import([folder]).files if file.step is Step.TWIN]
        assert twins == ["Restricted document"]


def test_a_viewer_is_refused_before_he_looks(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.VIEWER) as team, pytest.raises(KnownError):
        team.sam.documents.preview_import([a_library(tmp_path)])
