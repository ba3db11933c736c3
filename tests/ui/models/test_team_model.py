# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from incident_console.services.folders import FolderLine
from incident_console.services.governing import HeldLine
from incident_console.services.status import SetAside, StationLine
from incident_console.services.team import RequestLine
from incident_console.ui.item_roles import KeyRole
from incident_console.ui.models.team_facts import FolderFacts, StationFacts, TeamFacts
from incident_console.ui.models.team_model import TeamModel
from incident_console.ui.models.team_view import HeldFacts, NewerFacts, Section, TeamView, station_key
from tests.ui.test_team_words import NOW, a_station

SHARE = FolderFacts(FolderLine("/mnt/share", "ok", NOW.ms, NOW.ms, NOW.ms), 0, 0)
TOM = RequestLine("tom", "Tom Brandt", "TB", NOW.ms)
PIECE = HeldLine("ab", bytes([7]) * 16, "SR", "written after its station was removed", ("entry: Late",), NOW.ms, True)
FILE = SetAside("/mnt/share", "s/x", "hash", NOW.ms, NOW.ms)


def a_line(number: int) -> StationLine:
    is_self = number == 0
    return a_station(device=bytes([number]) * 16, code=f"S{number}", name=f"S{number}", is_self=is_self)


def some_facts(count: int = 3, **changes: object) -> TeamFacts:
    stations = tuple(StationFacts(a_line(number), None, {}) for number in range(count))
    facts = TeamFacts(NOW, "Harbour", "aaaa", stations, (SHARE,), (), ())
    return replace(facts, **changes)  # type: ignore[arg-type]


def a_model() -> TeamModel:
    model = TeamModel(NOW)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def keys(model: TeamModel) -> list[str]:
    return [str(model.index(row, 0).data(KeyRole)) for row in range(model.rowCount())]


def test_headings_cannot_be_chosen(qtbot: QtBot) -> None:
    model = a_model()
    model.show_team(some_facts(), TeamView())
    chosen = [bool(model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsEnabled) for row in range(model.rowCount())]
    assert keys(model) == [
        "heading/stations", *(station_key(bytes([n]) * 16) for n in range(3)), "heading/folders", "folder//mnt/share",
    ]  # fmt: skip
    assert chosen == [False, True, True, True, False, True]


def test_each_section_shows_its_own(qtbot: QtBot) -> None:
    model = a_model()
    facts = some_facts(requests=(TOM,), set_aside=(FILE,), held=(PIECE, replace(PIECE, id="cd", may_count=False)))
    for section, shown in (
        (Section.FOLDERS, ["folder//mnt/share"]),
        (Section.REQUESTS, ["request/tom"]),
        (Section.SET_ASIDE, ["set-aside//mnt/share/s/x"]),
        (Section.HELD, ["heading/held/" + "07" * 16, "held/ab", "held/cd"]),
    ):
        model.show_team(facts, TeamView(section))
        assert keys(model) == shown
    model.show_team(facts, TeamView())
    assert keys(model)[:2] == ["heading/requests", "request/tom"]
    assert model.thing("held") == HeldFacts(2, 1, may_decide=False)


def test_what_needs_a_newer_version_stands_among_the_stations_with_its_words(qtbot: QtBot) -> None:
    model = a_model()
    model.show_team(some_facts(newer="4 entries need version 1.8"), TeamView())
    assert model.thing("newer") == NewerFacts("4 entries need version 1.8")
    assert str(model.index(keys(model).index("newer"), 0).data(Qt.ItemDataRole.AccessibleTextRole)).startswith(
        "4 entries need version 1.8"
    )


def test_a_request_put_off_is_found_under_its_own_chip_only(qtbot: QtBot) -> None:
    model = a_model()
    facts = some_facts(requests=(TOM,))
    model.show_team(facts, TeamView(put_off=frozenset({"tom"})))
    assert "request/tom" not in keys(model)
    model.show_team(facts, TeamView(Section.REQUESTS, frozenset({"tom"})))
    assert "put off" in str(model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def test_what_did_not_change_is_told_to_nobody(qtbot: QtBot) -> None:
    model = a_model()
    model.show_team(some_facts(), TeamView())
    for row in range(model.rowCount()):
        model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    for signal in (model.dataChanged, model.rowsInserted, model.rowsRemoved, model.modelReset):
        with qtbot.assertNotEmitted(signal):
            model.show_team(some_facts(), TeamView())


def test_ages_go_with_the_clock(qtbot: QtBot) -> None:
    model = a_model()
    model.show_team(some_facts(), TeamView())
    assert "2 min" in str(model.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    with qtbot.waitSignal(model.dataChanged):
        model.show_team(some_facts(now=replace(NOW, ms=NOW.ms + 60_000)), TeamView())
    assert "3 min" in str(model.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def test_a_station_heard_again_moves_up_and_others_keep_their_rows(qtbot: QtBot) -> None:
    model = a_model()
    facts = some_facts(200)
    model.show_team(facts, TeamView())
    first, *others, last = facts.stations
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_team(replace(facts, stations=(first, last, *others)), TeamView())
    assert keys(model)[1:4] == [station_key(bytes([n]) * 16) for n in (0, 199, 1)]
