# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from incident_console.services.session import Session
from incident_console.ui.delegates import Row
from incident_console.ui.item_roles import RowRole
from incident_console.ui.pages.calls_page import CallsPage
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.chips import Chip
from tests.helpers.workspaces import Clock, a_workspace, an_incident
from tests.ui.asking import focused, part
from tests.ui.pages.page_desk import PageDesk, shown_page

Desk = PageDesk[CallsPage]
Key = Qt.Key
SAY = "This is {caller}. We have {incident} since {since}."
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL;TYPE=CELL:{number}\nEND:VCARD\n"


def people(session: Session) -> list[bytes]:
    ids = []
    for name, numbers in (("Anna Petrov", ["+49 40 5550 1"]), ("Boris Haas", ["+49 2", "+49 3"]), ("Carla Nunez", [])):
        person = session.people.add(name, title="Fuel supplier")
        for number in numbers:
            session.people.set_number(person.id, number)
        ids.append(person.id)
    return ids


@contextmanager
def a_desk(session: Session, qtbot: QtBot, tmp_path: Path, incident: bytes | None) -> Iterator[Desk]:
    with shown_page(session, CallsPage, qtbot, tmp_path) as desk:
        desk.page.show_incident(incident)
        desk.wait_until(lambda: desk.page.feed.facts and bool(desk.page.feed.facts.lists) == (incident is not None))
        yield desk


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """The page over a list of three, of whom the last has no number."""
    with a_workspace(tmp_path, clock) as joy:
        incident = an_incident(joy).id
        joy.calls.add_list(incident, "Key suppliers", people(joy), say=SAY)
        with a_desk(joy, qtbot, tmp_path, incident) as desk:
            desk.wait_until(lambda: desk.page.pane.row)
            desk.page.focus_first()
            yield desk


def name(desk: Desk) -> str:
    return desk.page.pane.name.text()


def rows(desk: Desk) -> list[str]:
    shown = [desk.page.model.index(row, 0).data(RowRole) for row in range(desk.page.model.rowCount())]
    return [row.spoken() for row in shown if isinstance(row, Row)]


def attempts(desk: Desk) -> list[tuple[str, str, str, str]]:
    assert desk.page.incident is not None
    made = desk.session.calls.attempts(desk.page.incident)
    return [(one.name, one.outcome, one.number, one.note) for one in made]


def say(desk: Desk, outcome: Qt.Key, following: str) -> None:
    desk.press(outcome)
    desk.wait_until(lambda: name(desk) == following)


def choose(desk: Desk, chip: str) -> None:
    desk.page.chips.chip(chip).click()


def spoken_people(desk: Desk) -> list[str]:
    return [item.person.name for item in desk.page.people.model.items]


def test_the_first_person_stands_there_with_number_and_script(desk: Desk) -> None:
    QAbstractItemModelTester(desk.page.model)
    pane = desk.page.pane
    assert (pane.name.text(), pane.number.text()) == ("Anna Petrov", "+49 40 5550 1")
    assert pane.above.text() == "Next, 1 of 3 \N{MIDDLE DOT} Fuel supplier"
    assert pane.about_number.text() == "mobile \N{MIDDLE DOT} never verified"
    assert pane.say.text() == "This is Joy Okafor. We have Power failure since 15:05."
    assert rows(desk) == ["Anna Petrov; next; you", "Boris Haas; waiting", "Carla Nunez; no number; add"]


def test_one_key_saves_the_outcome_and_the_next_person_comes(desk: Desk) -> None:
    say(desk, Key.Key_R, "Boris Haas")
    assert attempts(desk) == [("Anna Petrov", "reached", "+49 40 5550 1", "")]
    assert rows(desk)[0] == "Anna Petrov; reached 15:05; JO"
    assert "1 of 3 reached" in desk.page.side.words.spoken()
    assert (desk.page.side.meter.value(), desk.told.saved) == (1, 1)


@pytest.mark.parametrize(
    ("key", "outcome"),
    [
        (Key.Key_N, "no_answer"),
        (Key.Key_B, "busy"),
        (Key.Key_M, "left_message"),
        (Key.Key_W, "wrong_number"),
        (Key.Key_D, "delegated"),
    ],
)
def test_each_outcome_has_its_key(desk: Desk, key: Qt.Key, outcome: str) -> None:
    say(desk, key, "Boris Haas")
    assert [attempt[1] for attempt in attempts(desk)] == [outcome]


def test_in_the_note_letters_are_typed_and_alt_with_a_letter_saves(desk: Desk) -> None:
    desk.press(Key.Key_Return)
    desk.type("Rang; truck at 19:00")
    assert attempts(desk) == []
    QTest.keyClick(focused(), Key.Key_R, Qt.KeyboardModifier.AltModifier)
    desk.wait_until(lambda: name(desk) == "Boris Haas")
    assert attempts(desk)[0][3] == "Rang; truck at 19:00"
    assert desk.page.pane.note.text() == ""


def test_a_note_stays_with_its_person_until_it_is_saved(desk: Desk) -> None:
    desk.press(Key.Key_Return)
    desk.type("asks for the order number")
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_Down)
    assert (name(desk), desk.page.pane.note.text()) == ("Boris Haas", "")
    desk.press(Key.Key_Up)
    assert desk.page.pane.note.text() == "asks for the order number"


def test_a_note_is_there_again_when_the_page_is_made_anew(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.press(Key.Key_Return)
    desk.type("asks for the order number")
    desk.page.keep_unsaved()
    with a_desk(desk.session, qtbot, tmp_path, desk.page.incident) as again:
        again.wait_until(lambda: again.page.pane.note.text() == "asks for the order number")


def test_a_key_that_is_pressed_twice_saves_one_call(desk: Desk) -> None:
    desk.press(Key.Key_R)
    desk.press(Key.Key_R)
    desk.wait_until(lambda: name(desk) == "Boris Haas")
    assert len(attempts(desk)) == 1


def test_news_from_elsewhere_exchange_nobody_before_ones_eyes(desk: Desk) -> None:
    assert desk.page.incident is not None
    anna = desk.session.people.find("Anna Petrov").id
    desk.session.calls.record(desk.page.incident, anna, "reached")
    desk.wait_until(lambda: rows(desk)[0].startswith("Anna Petrov; reached"))
    assert name(desk) == "Anna Petrov"
    assert desk.page.pane.above.text().startswith("Reached 15:05")


def test_a_second_number_is_offered_after_the_first_failed(desk: Desk, clock: Clock) -> None:
    say(desk, Key.Key_R, "Boris Haas")
    assert "mobile 1 of 2" in desk.page.pane.about_number.text()
    assert "then mobile" in desk.page.pane.about_number.text()
    desk.press(Key.Key_N)
    desk.wait_until(lambda: desk.page.pane.number.text() == "+49 3")
    assert rows(desk)[1] == "Boris Haas; no answer, again 15:20; JO"
    clock.pass_minutes(15)
    desk.page.feed.read()
    desk.wait_until(lambda: rows(desk)[1] == "Boris Haas; next; you")


def test_a_number_is_corrected_in_place(desk: Desk) -> None:
    desk.press(Key.Key_C)
    desk.wait_until(lambda: desk.page.pane.editor.is_open)
    desk.type("not yet known")
    desk.press(Key.Key_Return)
    desk.wait_until(desk.page.bar.isVisible)
    assert desk.page.pane.editor.value() == "not yet known"
    QTest.keySequence(focused(), "Ctrl+A")
    desk.type("+49 40 777")
    desk.press(Key.Key_Return)
    desk.wait_until(lambda: desk.page.pane.number.text() == "+49 40 777")
    assert not desk.page.pane.editor.is_open


def test_who_has_no_number_is_given_one_by_a_click(desk: Desk) -> None:
    carla = desk.session.people.find("Carla Nunez").id
    desk.page.side.rows.select_key(carla)
    desk.page.side.rows.cell_clicked.emit(carla, "who")
    desk.type("+49 9")
    desk.press(Key.Key_Return)
    desk.wait_until(lambda: desk.page.pane.number.text() == "+49 9")


def test_another_of_several_numbers_is_dialled_by_key_or_mouse_and_recorded(desk: Desk) -> None:
    say(desk, Key.Key_R, "Boris Haas")
    pane = desk.page.pane
    assert (pane.number.text(), pane.choice.isVisible()) == ("+49 2", True)
    desk.press(Key.Key_O)
    assert pane.number.text() == "+49 3"
    assert pane.about_number.text().startswith("mobile 2 of 2")
    desk.press(Key.Key_O)
    assert pane.number.text() == "+49 2"
    pane.choice.chips.chip("02").click()
    desk.page.feed.read()
    desk.wait_until(lambda: desk.page.context.jobs.is_quiet)
    assert pane.number.text() == "+49 3"
    desk.press(Key.Key_B)
    desk.wait_until(lambda: attempts(desk)[-1] == ("Boris Haas", "busy", "+49 3", ""))


def test_somebody_with_one_number_is_offered_no_choice(desk: Desk) -> None:
    assert not desk.page.pane.choice.isVisible()
    desk.press(Key.Key_O)
    assert desk.page.pane.number.text() == "+49 40 5550 1"


def test_single_people_are_put_on_a_call_list_and_taken_off(desk: Desk) -> None:
    eva = desk.session.people.add("Eva Horn")
    choose(desk, "people")
    desk.page.people.show_person(eva.id)
    desk.wait_until(lambda: desk.page.people.pane.person and desk.page.people.pane.person.name == "Eva Horn")
    listed = desk.session.calls.lists(desk.page.incident or b"")[0]

    def switch() -> Chip:
        return part(desk.page.people.pane, Chip, f"chip-{listed.id.hex()}")

    def stands_on_it() -> bool:
        return eva.id in desk.session.calls.lists(desk.page.incident or b"")[0].people

    switch().click()
    desk.wait_until(stands_on_it)
    assert desk.session.calls.queue(listed.id).rows[-1].name == "Eva Horn"
    desk.wait_until(lambda: desk.page.context.jobs.is_quiet and switch().isChecked())
    switch().click()
    desk.wait_until(lambda: not stands_on_it())


def test_mail_and_note_of_a_person_are_typed_in_the_form(desk: Desk) -> None:
    choose(desk, "people")
    desk.page.focus_first()
    desk.press(Key.Key_E)
    desk.wait_until(lambda: desk.page.people.pane.form)
    form = desk.page.people.pane.form
    assert form is not None
    form.emails.setText("anna@example.org, desk@example.org")
    form.note.set_text("Speaks German")
    form.submit()
    anna = desk.session.people.find("Anna Petrov").id
    desk.wait_until(lambda: desk.session.people.get(anna).note == "Speaks German")
    assert desk.session.people.get(anna).emails == ("anna@example.org", "desk@example.org")


def test_in_a_narrow_window_the_keys_of_people_work_from_the_list(desk: Desk) -> None:
    choose(desk, "people")
    desk.window.resize(600, 640)
    desk.page.focus_first()
    desk.press(Key.Key_E)
    desk.wait_until(lambda: desk.page.people.pane.form and desk.page.people.pane.form.isVisible())


def test_the_search_narrows_the_queue(desk: Desk) -> None:
    QTest.keySequence(focused(), "Ctrl+F")
    desk.type("bor")
    desk.wait_until(lambda: len(rows(desk)) == 1)
    assert name(desk) == "Boris Haas"


def test_people_are_searched_verified_and_changed(desk: Desk) -> None:
    choose(desk, "people")
    assert spoken_people(desk) == ["Anna Petrov", "Boris Haas", "Carla Nunez"]
    desk.page.focus_first()
    desk.press(Key.Key_V)
    anna = desk.session.people.find("Anna Petrov").id
    desk.wait_until(lambda: not desk.session.people.get(anna).is_stale)
    desk.press(Key.Key_E)
    desk.wait_until(lambda: desk.page.people.pane.form)
    QTest.keySequence(focused(), "Ctrl+A")
    desk.type("Anna Petrova")
    desk.press(Key.Key_Return)
    desk.wait_until(lambda: "Anna Petrova" in spoken_people(desk))
    assert desk.session.people.get(anna).numbers[0].shown == "+49 40 5550 1"


def test_a_person_is_added_and_a_blank_name_refused(desk: Desk) -> None:
    choose(desk, "people")
    desk.page.focus_first()
    desk.press(Key.Key_A)
    desk.wait_until(lambda: desk.page.people.pane.form)
    form = desk.page.people.pane.form
    assert form is not None
    desk.press(Key.Key_Return)
    desk.wait_until(form.bar.isVisible)
    desk.type("Dmitri Sokolov")
    desk.press(Key.Key_Return)
    desk.wait_until(lambda: "Dmitri Sokolov" in spoken_people(desk))
    desk.wait_until(lambda: desk.page.people.pane.person and desk.page.people.pane.person.name == "Dmitri Sokolov")


def test_contacts_come_in_after_a_look_at_them(desk: Desk, tmp_path: Path) -> None:
    choose(desk, "people")
    card = tmp_path / "two.vcf"
    card.write_text(CARD.format(name="Anna Petrov", number="+49 40 5550 1") + CARD.format(name="Eva", number="+49 8"))
    importing = desk.page.people.importing
    importing.preview(str(card))
    desk.wait_until(importing.isVisible)
    assert importing.words.text() == "two.vcf: 1 to add, 1 the same"
    assert len(desk.session.people.lines()) == 3
    importing.take.click()
    desk.wait_until(lambda: "Eva" in spoken_people(desk))
    assert not importing.isVisible()


def test_a_file_without_contacts_is_refused_in_a_line(desk: Desk, tmp_path: Path) -> None:
    choose(desk, "people")
    torn = tmp_path / "torn.vcf"
    torn.write_bytes(b"\xff\xfe\x00nothing")
    desk.page.people.importing.preview(str(torn))
    desk.wait_until(lambda: desk.page.people.bar.isVisible() or desk.page.people.importing.isVisible())
    assert len(desk.session.people.lines()) == 3


def test_the_list_with_work_left_comes_first_and_an_empty_one_says_how_to_fill_it(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_incident(joy).id
        empty = joy.calls.add_list(incident, "Crisis team", [])
        joy.calls.add_list(incident, "Key suppliers", people(joy))
        with a_desk(joy, qtbot, tmp_path, incident) as desk:
            assert name(desk) == "Anna Petrov"
            choose(desk, empty.hex())
            desk.wait_until(desk.page.nobody.isVisible)
            assert not desk.page.pane.name.isVisible()
            desk.page.nobody.action_clicked.emit()
            desk.wait_until(desk.page.bar.isVisible)


def test_an_empty_list_where_nobody_is_known_leads_to_the_import(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_incident(joy).id
        joy.calls.add_list(incident, "Crisis team", [])
        with a_desk(joy, qtbot, tmp_path, incident) as desk:
            desk.wait_until(desk.page.nobody.isVisible)
            assert part(desk.page.nobody, Button).accessibleName() == "Import contacts"


def test_without_a_list_the_page_says_where_lists_come_from(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy, a_desk(joy, qtbot, tmp_path, None) as desk:
        assert desk.page.no_list.isVisible()
        desk.page.no_list.action_clicked.emit()
        assert desk.page.people.empty.isVisible()
