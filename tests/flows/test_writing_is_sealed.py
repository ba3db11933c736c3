# SPDX-License-Identifier: Apache-2.0
"""Whoever writes a document leaves nothing readable on the disk, not while typing and not after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from incident_console.services.session import open_session
from tests.helpers.workspaces import PASSPHRASE, a_workspace

CANARY = "quokka-lantern-77"
_WRITER = f"""
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from incident_console.services.session import open_session
from incident_console.ui.jobs import JobRunner
from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.pages.documents_page import DocumentsPage
from incident_console.ui.pages.page import PageContext
from incident_console.ui.settings import Settings

app = QApplication([])
session = open_session(Path(sys.argv[1]), "{PASSPHRASE}")
jobs = JobRunner(print, print)
settings = Settings(LaptopFile(Path(sys.argv[2])))
page = DocumentsPage(PageContext(session, jobs, settings, lambda *_: None, lambda: None))
page.show()
writing = page.workbench.writing
writing.begin(None)
QTest.keyClicks(page.workbench.editor.field, "# {CANARY} and more words of the plan")
preview = page.workbench.editor.preview.findChild(object, "preview-text")
while "{CANARY}" not in preview.toPlainText() or not session.document_drafts.all():
    app.processEvents()
print("written", flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_a_draft_survives_a_kill_and_no_word_of_it_is_ever_readable_on_the_disk(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        workspace = session.path
    home, aside = tmp_path / "home", tmp_path / "tmp"
    for place in (home, aside):
        place.mkdir()
    places = {"HOME": str(home), "TMPDIR": str(aside), "XDG_CACHE_HOME": str(home / "cache")}
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(workspace), str(home / "window.json")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **places},
    )  # fmt: skip
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"written\n"
        assert readable(tmp_path) == []
        writer.send_signal(signal.SIGKILL)
        writer.wait(30)
        assert readable(tmp_path) == []
    finally:
        writer.kill()
        writer.communicate()
    session = open_session(workspace, PASSPHRASE)
    kept = session.document_drafts.all()
    session.close()
    assert [CANARY in draft.text for draft in kept] == [True]
    assert readable(tmp_path) == []


def readable(root: Path) -> list[Path]:
    """Every file below with the canary in it, as UTF-8 or as the 16-bit letters that Qt uses."""
    wanted = (CANARY.encode(), CANARY.encode("utf-16-le"))
    files = [file for file in root.rglob("*") if file.is_file()]
    return [file for file in files if any(word in file.read_bytes() for word in wanted)]
