# SPDX-License-Identifier: Apache-2.0
"""A workspace and a folder of the first release: every later version opens them, shows the same, and syncs with them.

If a test here fails, a format was changed that people's laptops are full of. Mend the program, never the archive. Only
where a view was changed on purpose do state_hash and lines move: ``python -m tests.golden.make_workspace --show``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_console.domain.document import Document
from incident_console.domain.roles import Role
from incident_console.domain.status_log import Entry
from incident_console.sync.blobs import read_blob
from incident_console.sync.joining import admit, pending_requests
from tests.golden.make_workspace import PLAN, SHOWN, shown, unpacked
from tests.helpers.stations import INCIDENT, Laptop, a_newcomer, exchange


@pytest.fixture
def golden(tmp_path: Path) -> Iterator[Laptop]:
    laptop = unpacked(tmp_path)
    yield laptop
    laptop.close()


def test_the_first_releases_workspace_opens_and_shows_what_it_showed_then(golden: Laptop) -> None:
    assert shown(golden.station) == json.loads(SHOWN.read_text("utf-8"))


def test_its_documents_open(golden: Laptop) -> None:
    (document,) = golden.station.index.things.all(Document)
    assert read_blob(golden.station, document.current.blob) == PLAN


def test_it_goes_on_with_its_folder_and_its_numbers(golden: Laptop, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    golden.station.folders.add(folder)
    result = golden.engine.sync()
    assert (result.received, result.quarantined, result.healed) == (0, 0, 0)
    golden.write("and on")
    golden.engine.sync()
    (entry,) = (entry for entry in golden.station.index.things.all(Entry, INCIDENT) if entry.text == "and on")
    assert golden.station.label(entry.number) == "JO-5"
    assert golden.notices == []


def test_a_laptop_of_today_joins_its_team_and_holds_the_same(golden: Laptop, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    golden.station.folders.add(folder)
    newcomer = a_newcomer(tmp_path / "newcomer", folder, "Late Comer", 99)
    golden.engine.sync()
    request = next(r for r in pending_requests(golden.station) if r.device.id == newcomer.station.device)
    admit(golden.station, request, Role.RESPONDER)
    exchange(golden, newcomer)
    assert newcomer.station.set_hash() == golden.station.set_hash()
    assert newcomer.station.state_hash() == golden.station.state_hash()
    newcomer.close()
