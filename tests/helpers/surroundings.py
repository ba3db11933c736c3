# SPDX-License-Identifier: Apache-2.0
"""Where a test lives: an empty working directory that is also its TMPDIR, and no way to the user's own settings."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Before Qt is loaded by anyone: no display, and a character set that Qt does not warn of.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LC_ALL"] = "C.UTF-8"

# An example is judged by what it shows, not by how long a busy machine let it wait.
settings.register_profile("unhurried", parent=settings(), deadline=None)
settings.load_profile("unhurried")

_USER_FOLDERS = ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"]


@pytest.fixture(scope="session", autouse=True)
def own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The directory in which every test runs and into which temporary files go; each test must leave it empty."""
    home = tmp_path_factory.mktemp("home")
    workplace = tmp_path_factory.mktemp("workplace")
    before = Path.cwd()
    with pytest.MonkeyPatch.context() as patch:
        for name in _USER_FOLDERS:
            patch.setenv(name, str(home / name.lower()))
        runtime = home / "runtime"
        runtime.mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        patch.setenv("TMPDIR", str(workplace))
        patch.setattr(tempfile, "tempdir", str(workplace))
        patch.delenv("INCIDENT_CONSOLE_PASSPHRASE", raising=False)
        os.chdir(workplace)
        yield workplace
        os.chdir(before)
