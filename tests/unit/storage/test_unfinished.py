# SPDX-License-Identifier: Apache-2.0
"""What a cut-off making left may go; a workspace that holds anything stays, whatever it has lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.storage.unfinished import clear_unfinished
from incident_console.storage.workspace import create
from tests.helpers.stations import PASSPHRASE, cheap_secrets


@pytest.fixture
def made(tmp_path: Path) -> Path:
    with cheap_secrets():
        workspace = create(tmp_path / "made", PASSPHRASE, 64, "a test", os.urandom)
        workspace.record.put("something", b"1")
        workspace.close()
    return tmp_path / "made"


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


def clear(path: Path, passphrase: str = PASSPHRASE, *, is_empty: bool = True) -> None:
    with cheap_secrets():
        clear_unfinished(path, passphrase, "a test", lambda _: is_empty)


def test_a_directory_that_is_not_there_is_nothing_to_clear(tmp_path: Path) -> None:
    clear(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_workspace_that_says_nothing_of_itself_goes(made: Path) -> None:
    clear(made)
    assert names(made) == []


def test_a_workspace_that_is_somebodys_stays(made: Path) -> None:
    before = names(made)
    clear(made, is_empty=False)
    assert [name for name in names(made) if name in before] == before


def test_another_passphrase_clears_nothing(made: Path) -> None:
    before = names(made)
    with pytest.raises(KnownError, match="passphrase"):
        clear(made, "another one")
    assert names(made) == before


def test_a_key_without_a_record_goes_unless_sealed_files_are_there(made: Path) -> None:
    for path in made.glob("record.db*"):
        path.unlink()
    (made / "replica" / "a").mkdir()
    before = names(made)
    clear(made)
    assert names(made) == before
    (made / "replica" / "a").rmdir()
    clear(made)
    assert names(made) == []


def test_what_was_left_before_there_was_a_key_goes_and_nothing_of_others(tmp_path: Path) -> None:
    for name in ("key.sealed.new", "lock"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "letter.txt").write_text("mine")
    clear(tmp_path)
    assert len(names(tmp_path)) == 3
    (tmp_path / "letter.txt").unlink()
    clear(tmp_path)
    assert names(tmp_path) == []
