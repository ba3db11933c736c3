# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

from incident_console.services.passphrases import made_up_passphrase
from incident_console.services.session import open_session
from tests.helpers.workspaces import PASSPHRASE, a_workspace


def test_what_was_typed_is_there_again_after_a_lock_and_can_be_forgotten(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        session.drafts.keep("compose", "Second fuel delivery confirmed for 21:30 by …")
        path = session.path
    session = open_session(path, PASSPHRASE)
    assert session.drafts.read("compose") == "Second fuel delivery confirmed for 21:30 by …"
    session.drafts.keep("compose", "")
    assert session.drafts.read("compose") == ""
    session.close()


def test_no_draft_lies_readable_on_the_disk(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        session.drafts.keep("compose", "Water in the lift shaft")
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or b"lift shaft" not in file.read_bytes()


def test_half_a_character_that_a_keyboard_left_is_no_reason_to_fail(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        session.drafts.keep("compose", "smile \ud83d")
        assert session.drafts.read("compose") == "smile ?"


def test_a_made_up_passphrase_has_six_words_and_is_another_each_time() -> None:
    first, second = made_up_passphrase(), made_up_passphrase()
    assert len(first.split()) == 6
    assert first != second
