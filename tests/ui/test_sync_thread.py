# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Flag
from time import monotonic

import pytest
from pytestqt.qtbot import QtBot

from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event, Notice
from incident_console.services.session import Session
from incident_console.services.syncing import SyncService
from incident_console.ui import folder_thread
from incident_console.ui.folder_thread import LONGEST_PAUSE_S, SHORTEST_PAUSE_S, TROUBLED_PAUSE_S, pause_after
from incident_console.ui.sync_thread import SyncThread
from tests.helpers.workspaces import a_workspace, an_incident, two_laptops

Crashes = list[BaseException]


@contextmanager
def syncing(session: Session, crashes: Crashes | None = None) -> Iterator[SyncThread]:
    found: Crashes = [] if crashes is None else crashes
    thread = SyncThread(session, found.append)
    thread.start()
    try:
        yield thread
    finally:
        thread.stop(is_locking=False)
    assert found == [] or crashes is not None


def entries(session: Session) -> list[str]:
    return [line.text for line in session.log.lines(session.incidents.lines()[0].id)]


def test_a_line_reaches_the_other_laptop_by_itself_within_seconds(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, syncing(team.joy), syncing(team.sam):
        incident = an_incident(team.joy)
        qtbot.waitUntil(lambda: bool(team.sam.incidents.lines()), timeout=5_000)
        team.joy.log.add(incident.id, "Water in the lift shaft")
        qtbot.waitUntil(lambda: entries(team.sam) == ["Water in the lift shaft"], timeout=5_000)


def test_what_is_saved_is_sealed_at_once_without_any_folder(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, syncing(session):
        an_incident(session)
        qtbot.waitUntil(session.sync.is_sealed, timeout=2_000)


def test_a_folder_that_is_added_later_gets_its_thread(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, syncing(team.joy), syncing(team.sam):
        stick = tmp_path / "stick"
        team.joy.folders.begin(stick)
        before = len(list(stick.rglob("*")))
        an_incident(team.joy)
        qtbot.waitUntil(lambda: len(list(stick.rglob("*"))) > before, timeout=10_000)


class Hanging:
    """Makes every look into folders hang until it is let go, as a share does whose server is gone."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.let_go, self.hangs = Flag(), Flag()
        original = SyncService.look

        def look(service: SyncService, folder: Path, **options: object) -> str:
            self.hangs.set()
            self.let_go.wait(30)
            return original(service, folder, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(SyncService, "look", look)


def test_a_share_that_hangs_holds_up_neither_sealing_nor_the_end(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = Hanging(monkeypatch)
    with two_laptops(tmp_path) as team:
        thread = SyncThread(team.joy, _raise)
        thread.start()
        assert share.hangs.wait(5)
        an_incident(team.joy)
        qtbot.waitUntil(team.joy.sync.is_sealed, timeout=2_000)
        began = monotonic()
        assert thread.stop(is_locking=True, seconds=0.5) is False
        assert monotonic() - began < 3
        share.let_go.set()


def test_a_share_that_hangs_is_called_unreachable_after_a_while(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_thread, "SILENT_AFTER_S", 0.1)
    monkeypatch.setattr("incident_console.ui.sync_thread.ROUND_S", 0.1)
    share = Hanging(monkeypatch)
    with two_laptops(tmp_path) as team, syncing(team.joy):
        assert share.hangs.wait(5)
        qtbot.waitUntil(lambda: team.joy.folders.lines()[0].state == "unreachable", timeout=5_000)
        share.let_go.set()
        qtbot.waitUntil(lambda: team.joy.folders.lines()[0].state == "ok", timeout=10_000)


def test_what_the_world_refuses_is_told_once(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    _failing_seal(monkeypatch, tries, lambda: KnownError("The disk is full", "What was saved is safe.", "Free some."))
    with a_workspace(tmp_path) as session:
        notices: list[Event] = []
        session.bus.subscribe(notices.append)
        with syncing(session) as thread:
            for count in (1, 2, 3):
                thread.wake()
                qtbot.waitUntil(_at_least(tries, count), timeout=5_000)
        told = [event for event in notices if isinstance(event, Notice)]
        assert told == [Notice("The disk is full", "What was saved is safe. Free some.")]


def test_a_mistake_of_ours_is_reported_and_work_goes_on(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []
    _failing_seal(monkeypatch, tries, lambda: ValueError("ours"))
    crashes: Crashes = []
    with a_workspace(tmp_path) as session, syncing(session, crashes) as thread:
        qtbot.waitUntil(_at_least(tries, 1), timeout=5_000)
        thread.wake()
        qtbot.waitUntil(_at_least(tries, 2), timeout=5_000)
    assert {type(error) for error in crashes} == {ValueError}


def test_a_slow_share_is_left_alone_for_longer_and_a_lost_one_too() -> None:
    assert pause_after(0.001, is_fine=True) == SHORTEST_PAUSE_S
    assert pause_after(0.001, is_fine=False) == TROUBLED_PAUSE_S
    assert SHORTEST_PAUSE_S < pause_after(0.5, is_fine=True) < LONGEST_PAUSE_S
    assert pause_after(10, is_fine=False) == LONGEST_PAUSE_S


def _failing_seal(monkeypatch: pytest.MonkeyPatch, tries: list[int], error: Callable[[], Exception]) -> None:
    def seal(_service: SyncService) -> None:
        tries.append(1)
        raise error()

    monkeypatch.setattr(SyncService, "seal", seal)


def _at_least(tries: list[int], count: int) -> Callable[[], bool]:
    return lambda: len(tries) >= count


def _raise(error: BaseException) -> None:
    raise error
