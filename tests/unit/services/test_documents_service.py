# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.resources_path import resource_path
from tests.helpers.workspaces import Clock, a_workspace, two_laptops

RUNBOOK = """---
title: Cooling loss runbook
category: runbook
owner: Facilities lead
tags: [cooling, chiller]
reviewed: 2026-09-12
review_interval_days: 30
vital: true
version: 1.0
---

# Cooling

Before any chiller restart check that both pumps run.
"""


def a_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    (folder / "sites").mkdir(parents=True)
    (folder / "cooling.md").write_text(RUNBOOK, encoding="utf-8")
    (folder / "index.md").write_text("# Index\n\nTop of the tree.\n", encoding="utf-8")
    (folder / "sites" / "index.md").write_text("# Index\n\nNorth site.\n", encoding="utf-8")
    return folder


def test_a_folder_is_imported_with_what_its_documents_say_of_themselves(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        done = joy.documents.import_paths([a_folder(tmp_path)])
        lines = {line.path: line for line in joy.documents.lines()}
        cooling = lines["plans/cooling.md"]
        assert joy.documents.read(cooling.id).decode() == RUNBOOK
        assert "chiller restart" in joy.documents.text(cooling.id)
    assert (done.added, done.updated, done.same, done.failed) == (3, 0, 0, ())
    assert set(lines) == {"plans/cooling.md", "plans/index.md", "plans/sites/index.md"}
    assert (cooling.title, cooling.category, cooling.owner) == ("Cooling loss runbook", "runbook", "Facilities lead")
    assert (cooling.is_vital, cooling.version, cooling.tags) == (True, "1.0", ("chiller", "cooling"))
    assert (cooling.next_review_on, cooling.is_review_due) == ("2026-10-12", True)


def test_imported_again_a_folder_is_the_same_and_a_changed_file_a_new_version(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        folder = a_folder(tmp_path)
        joy.documents.import_paths([folder])
        assert joy.documents.import_paths([folder]).same == 3
        (folder / "cooling.md").write_text(RUNBOOK.replace("both pumps", "all pumps"), encoding="utf-8")
        done = joy.documents.import_paths([folder])
        assert (done.added, done.updated, done.same) == (0, 1, 2)
        cooling = joy.documents.find("Cooling loss runbook")
        latest, first = joy.documents.versions(cooling.id)
        assert cooling.version_count == 2
        assert b"all pumps" in joy.documents.read(cooling.id)
        assert b"both pumps" in joy.documents.read(cooling.id, first.id)
        assert latest.is_here
        with pytest.raises(KnownError):
            joy.documents.read(cooling.id, bytes(32))


def test_a_single_file_is_known_by_its_title(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        joy.documents.import_paths([a_folder(tmp_path)])
        desk = tmp_path / "cooling new draft.md"
        desk.write_text(RUNBOOK.replace("both pumps", "all pumps"), encoding="utf-8")
        assert joy.documents.import_paths([desk]).updated == 1
        assert joy.documents.find("Cooling loss runbook").path == "plans/cooling.md"
        other = tmp_path / "other.md"
        other.write_text("# Something else\n", encoding="utf-8")
        assert joy.documents.import_paths([other]).added == 1


def opened_below(folder: Path, work: Callable[[], object]) -> list[str]:
    """The files below a folder that a piece of work opens."""
    found: list[str] = []
    is_on = True

    def listen(event: str, values: tuple[object, ...]) -> None:
        if is_on and event == "open" and str(values[0]).startswith(str(folder)):
            found.append(str(values[0]))

    sys.addaudithook(listen)
    work()
    is_on = False
    return found


def test_files_that_nobody_wrote_to_since_are_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, hour_ns = a_folder(tmp_path), 3_600_000_000_000
    later = time.time_ns() + hour_ns
    monkeypatch.setattr("incident_console.library.importing.time.time_ns", lambda: later)
    with a_workspace(tmp_path) as joy:
        assert len(opened_below(folder, lambda: joy.documents.import_paths([folder]))) == 3
        assert opened_below(folder, lambda: joy.documents.import_paths([folder])) == []
        assert joy.documents.import_paths([folder]).same == 3
        changed = folder / "cooling.md"
        before = changed.stat()
        changed.write_text(RUNBOOK.replace("both pumps", "each pump!"), encoding="utf-8")
        os.utime(changed, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert changed.stat().st_size == before.st_size
        assert joy.documents.import_paths([folder]).updated == 1


def test_what_was_written_a_moment_ago_is_looked_at_again(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        folder = a_folder(tmp_path)
        joy.documents.import_paths([folder])
        assert len(opened_below(folder, lambda: joy.documents.import_paths([folder]))) == 3


def test_a_file_known_from_before_is_read_where_somebody_brought_another_version_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.time_ns() + 3_600_000_000_000
    monkeypatch.setattr("incident_console.library.importing.time.time_ns", lambda: later)
    with two_laptops(tmp_path) as team:
        folder = a_folder(tmp_path)
        team.joy.documents.import_paths([folder])
        team.sync()
        elsewhere = a_folder(tmp_path / "sam")
        (elsewhere / "cooling.md").write_text("# Cooling by Sam\n", encoding="utf-8")
        team.sam.documents.import_paths([elsewhere])
        team.sync()
        assert team.joy.documents.import_paths([folder]).updated == 1
        assert team.joy.documents.read(team.joy.documents.find("plans/cooling.md").id).decode() == RUNBOOK


def test_two_files_of_one_place_are_two_versions_of_one_document(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        folders = [a_folder(tmp_path / name) for name in ("old", "new")]
        (folders[1] / "cooling.md").write_text(RUNBOOK.replace("both pumps", "all pumps"), encoding="utf-8")
        done = joy.documents.import_paths(folders)
        assert (done.added, done.updated, done.same) == (3, 1, 2)
        cooling = joy.documents.find("plans/cooling.md")
        assert (cooling.version_count, cooling.has_two_versions) == (2, False)
        assert b"all pumps" in joy.documents.read(cooling.id)


def test_two_single_files_of_one_title_are_two_versions_of_one_document(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        for name, words in (("a.md", "one pump"), ("b.md", "two pumps")):
            (tmp_path / name).write_text(RUNBOOK.replace("both pumps", words), encoding="utf-8")
        done = joy.documents.import_paths([tmp_path / "a.md", tmp_path / "b.md"])
        assert (done.added, done.updated) == (1, 1)
        (line,) = joy.documents.lines()
        assert line.version_count == 2


def test_many_small_documents_take_few_files_of_the_folder_and_all_arrive(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        folder = tmp_path / "many"
        folder.mkdir()
        for number in range(300):
            (folder / f"{number}.md").write_text(f"# Sheet {number}\n\nValve v{number}x is open.\n", encoding="utf-8")
        assert team.joy.documents.import_paths([folder]).added == 300
        team.sync()
        assert len(list(team.folder.glob("b/*/*.c"))) == 1
        assert team.sam.documents.read_for_search() == 300
        (hit,) = team.sam.search.find("v217x")
        assert team.sam.documents.read(hit.id) == b"# Sheet 217\n\nValve v217x is open.\n"
        assert all(line.is_here for line in team.sam.documents.lines())


def test_a_picture_is_never_opened_for_its_words(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        (tmp_path / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
        team.joy.documents.import_paths([tmp_path / "map.png"])
        team.sync()
        assert opened_below(tmp_path, team.sam.documents.read_for_search) == []
        assert team.sam.documents.read_for_search() == 0
        (line,) = team.sam.documents.lines()
        assert team.sam.documents.read(line.id).startswith(b"\x89PNG")


def test_what_cannot_be_imported_is_named_and_the_rest_comes_in(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        folder = a_folder(tmp_path)
        (folder / "link.md").symlink_to(folder / "cooling.md")
        done = joy.documents.import_paths([folder, tmp_path / "missing"])
    assert done.added == 3
    assert {Path(failure.path).name for failure in done.failed} == {"link.md", "missing"}
    assert all(failure.reason for failure in done.failed)


def test_another_laptop_reads_and_finds_what_was_imported(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        team.joy.documents.import_paths([a_folder(tmp_path)])
        team.sync()
        assert team.sam.search.find("pumps run") == []
        assert team.sam.documents.read_for_search() == 3
        assert team.sam.documents.read_for_search() == 0
        (hit,) = team.sam.search.find("pumps run")
        assert hit.title == "Cooling loss runbook"
        assert team.sam.documents.read(hit.id).decode() == RUNBOOK
        state = team.joy.status.summary().state_hash
        assert state == team.sam.status.summary().state_hash == team.sam.rebuild()
        assert [found.id for found in team.sam.search.find("pumps run")] == [hit.id]


def test_the_same_folder_imported_on_two_laptops_is_there_once(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        folder = a_folder(tmp_path)
        team.joy.documents.import_paths([folder])
        team.sam.documents.import_paths([folder])
        team.sync()
        lines = team.joy.documents.lines()
        assert len(lines) == 3
        assert not any(line.has_two_versions for line in lines)
        assert {line.version_count for line in lines} == {1}


def test_two_versions_brought_apart_are_both_shown_until_one_follows_both(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        folder = a_folder(tmp_path)
        file = folder / "cooling.md"
        for session, words in ((team.joy, "one pump"), (team.sam, "two pumps")):
            file.write_text(RUNBOOK.replace("both pumps", words), encoding="utf-8")
            session.documents.import_paths([folder])
        team.sync()
        cooling = team.joy.documents.find("plans/cooling.md")
        assert cooling.has_two_versions
        file.write_text(RUNBOOK, encoding="utf-8")
        team.joy.documents.import_paths([folder])
        assert not team.joy.documents.get(cooling.id).has_two_versions


def test_a_document_that_has_not_arrived_says_so(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        team.joy.documents.import_paths([a_folder(tmp_path)])
        team.joy.folders.sync()
        for part in team.folder.glob("b/*/*.c"):
            part.unlink()
        team.sam.folders.sync()
        line = team.sam.documents.find("Cooling loss runbook")
        assert not line.is_here
        with pytest.raises(KnownError, match="not on this laptop yet"):
            team.sam.documents.read(line.id)
        team.sync()
        assert team.sam.documents.get(line.id).is_here


def test_the_library_that_comes_with_the_program_imports_whole(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        done = joy.documents.import_paths([resource_path("docs_library")])
        assert not done.failed
        assert not done.warnings
        for plan in joy.plans.lines():
            assert joy.plans.missing_documents(joy.plans.find(plan.id)) == ()
