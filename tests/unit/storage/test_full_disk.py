# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from incident_console.domain.errors import KnownError
from incident_console.storage.database import told_plainly

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(
    ("free", "title"), [(0, "The disk is full"), (10**9, "The workspace's database gave an error")]
)
def test_an_input_output_error_on_a_disk_without_room_is_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, title: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**9, 10**9 - free, free))
    with pytest.raises(KnownError) as told, told_plainly(tmp_path / "record.db"):
        raise sqlcipher.OperationalError("disk I/O error")
    assert told.value.title == title
