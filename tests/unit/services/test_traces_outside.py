# SPDX-License-Identifier: Apache-2.0
"""What stays on the disk of documents that were outside: nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from incident_console.services.session import open_session
from tests.helpers.canaries import found_in
from tests.helpers.documents import COOLING
from tests.helpers.workspaces import PASSPHRASE, Clock, a_workspace

CANARIES = ("Cooling loss runbook", "both pumps run", "every pump runs", "chiller-canary", "Never open the chiller")
_PLACES = ("XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
_OUTSIDE = """
import os, sys
from pathlib import Path
from incident_console.services.session import open_session

joy = open_session(Path(sys.argv[1]), sys.argv[2])
document = joy.documents.lines()[0].id
joy.taking_out.open_copy(document)
copy = joy.taking_out.open_copy(document)
beside = copy.path.with_name(".~lock.document#")
beside.write_bytes(copy.path.read_bytes().replace(b"both pumps run", b"every pump runs"))
beside.replace(copy.path)
copy.path.with_name("autosave of document.md").write_bytes(copy.path.read_bytes())
if sys.argv[3] == "kill":
    os.kill(os.getpid(), 9)
joy.close()
"""


def files_everywhere(tmp_path: Path) -> list[Path]:
    """Every file of the workspace, of the user's own directories and of the temporary one."""
    roots = [tmp_path, Path(tempfile.gettempdir()), *(Path(os.environ[name]) for name in _PLACES)]
    return [path for root in roots if root.is_dir() for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("end", ["lock", "kill"])
def test_no_word_of_a_document_that_was_outside_stays_after_lock_or_next_start(tmp_path: Path, end: str) -> None:
    with a_workspace(tmp_path) as joy:
        file = tmp_path / "chiller-canary.md"
        file.write_text(COOLING, encoding="utf-8")
        joy.documents.import_paths([file])
        file.unlink()
    words = [sys.executable, "-c", _OUTSIDE, str(tmp_path / "joy"), PASSPHRASE, end]
    assert subprocess.run(words, check=False).returncode == (-9 if end == "kill" else 0)
    if end == "kill":
        assert found_in(files_everywhere(tmp_path), CANARIES) != []
        again = open_session(tmp_path / "joy", PASSPHRASE, now=Clock())
        assert [line.title for line in again.taking_out.changes()] == ["Cooling loss runbook"]
        again.close()
    files = files_everywhere(tmp_path)
    assert len(files) > 4
    assert found_in(files, CANARIES) == []
    assert [path for path in files if "document" in path.name or "chiller" in path.name] == []
