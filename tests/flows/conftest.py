# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.cli.passphrase import VARIABLE
from tests.helpers.commands import PASSPHRASE, CommandLine


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line with a passphrase in the environment."""
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    return CommandLine(capsys, tmp_path)
