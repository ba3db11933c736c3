# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.services.people import PersonEdit, group_key
from tests.helpers.workspaces import Clock, a_workspace, two_laptops

A_CARD = """BEGIN:VCARD
VERSION:3.0
UID:uid-ann
FN:Ann Petrov
ORG:Fuel Ltd
TEL;TYPE=CELL:+49 171 5550101
TEL;TYPE=FAX:+49 40 5550102
EMAIL:ann@example.net
CATEGORIES:Crisis team,Suppliers
END:VCARD
"""
WITHOUT_ID = "BEGIN:VCARD\nVERSION:3.0\nFN:Boris Haas\nEND:VCARD\n"


def a_file(tmp_path: Path, text: str, name: str = "contacts.vcf") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_person_is_added_changed_and_removed(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        ann = joy.people.add(" Ann Petrov ", organisation="Fuel Ltd", title="Duty manager")
        assert (ann.name, ann.about) == ("Ann Petrov", "Duty manager, Fuel Ltd")
        assert joy.people.change(ann.id, note="speaks German").note == "speaks German"
        with pytest.raises(KnownError, match="needs a name"):
            joy.people.change(ann.id, name=" ")
        joy.people.remove(ann.id)
        assert joy.people.lines() == []
        with pytest.raises(KnownError):
            joy.people.get(ann.id)


def test_numbers_are_added_corrected_and_taken_off(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        ann = joy.people.add("Ann Petrov")
        joy.people.set_number(ann.id, "+49 171 5550101")
        mobile, fax = joy.people.set_number(ann.id, "+49 40 5550102", "fax").numbers
        assert (mobile.e164, mobile.is_callable, fax.is_callable) == ("+491715550101", True, False)
        assert joy.people.set_number(ann.id, "0171 5550109", key=mobile.key).numbers[0].shown == "0171 5550109"
        assert [one.key for one in joy.people.remove_number(ann.id, mobile.key).numbers] == [fax.key]
        with pytest.raises(KnownError, match="digits"):
            joy.people.set_number(ann.id, "none")


def test_numbers_go_stale_after_90_days_without_a_word(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        ann = joy.people.add("Ann Petrov")
        assert ann.is_stale
        assert not joy.people.verify(ann.id).is_stale
        clock.pass_minutes(91 * 24 * 60)
        assert joy.people.get(ann.id).is_stale


def test_an_edit_made_elsewhere_brings_a_removed_person_back(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        ann = team.joy.people.add("Ann Petrov")
        team.sync()
        team.joy.people.remove(ann.id)
        team.sam.people.change(ann.id, title="Duty manager")
        team.sync()
        assert team.joy.people.get(ann.id).is_revived
        assert team.joy.people.get(ann.id) == team.sam.people.get(ann.id)


def test_a_dry_run_tells_and_writes_nothing(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        told = joy.contacts.import_file(a_file(tmp_path, A_CARD), is_dry_run=True)
        assert (told.added, told.changed, told.same, told.failed) == (1, 0, 0, ())
        assert told.people[0].numbers == ("+49 171 5550101", "+49 40 5550102")
        assert joy.people.lines() == []


def test_contacts_imported_twice_are_the_same(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        file = a_file(tmp_path, A_CARD + WITHOUT_ID)
        first, second = joy.contacts.import_file(file), joy.contacts.import_file(file)
        ann, boris = joy.people.lines()
    assert (first.added, first.same, second.added, second.changed, second.same) == (2, 0, 0, 0, 2)
    assert (ann.organisation, ann.emails) == ("Fuel Ltd", ("ann@example.net",))
    assert ann.groups == ("crisis-team", "suppliers")
    assert [number.is_callable for number in ann.numbers] == [True, False]
    assert boris.name == "Boris Haas"


def test_a_changed_contact_gets_what_is_new_and_keeps_the_rest(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        joy.contacts.import_file(a_file(tmp_path, A_CARD))
        news = A_CARD.replace("+49 171 5550101", "+49 171 5550199").replace("Suppliers", "Deputies")
        told = joy.contacts.import_file(a_file(tmp_path, news))
        (ann,) = joy.people.lines()
    assert (told.added, told.changed) == (0, 1)
    assert set(told.people[0].differences) == {"group", "number"}
    assert {number.shown for number in ann.numbers} == {"+49 171 5550101", "+49 40 5550102", "+49 171 5550199"}
    assert ann.groups == ("crisis-team", "deputies", "suppliers")


def test_two_laptops_that_import_the_same_file_apart_have_nobody_twice(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        file = a_file(tmp_path, A_CARD + WITHOUT_ID)
        team.joy.contacts.import_file(file)
        team.sam.contacts.import_file(file)
        team.sync()
        assert [person.name for person in team.joy.people.lines()] == ["Ann Petrov", "Boris Haas"]
        assert team.joy.conflicts.lines() == []
        assert team.joy.status.summary().state_hash == team.sam.status.summary().state_hash


def test_what_cannot_be_read_is_named_with_its_place(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        told = joy.contacts.import_file(a_file(tmp_path, "no contacts at all", "notes.vcf"))
        assert told.added == 0
        assert told.failed[0].where.startswith("notes.vcf")
        with pytest.raises(KnownError):
            joy.contacts.import_file(tmp_path / "missing.vcf")


@pytest.mark.parametrize("name", ["Crisis team", "crisis_team", " CRISIS-TEAM ", "Crisis  Team!"])
def test_a_group_is_the_same_however_it_is_spelt(name: str) -> None:
    assert group_key(name) == "crisis-team"


def test_a_form_writes_all_of_a_person_at_once(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        added = joy.people.save(
            None, PersonEdit("Ann", "Warden", groups=("Floor wardens",), numbers=(("", "mobile", "+49 1"),))
        )
        number = added.numbers[0]
        changed = joy.people.save(
            added.id, PersonEdit("Ann B", numbers=((number.key, "mobile", "+49 1"), ("", "work", "+49 2")))
        )
    assert (added.groups, added.title) == (("floor-wardens",), "Warden")
    assert (changed.name, changed.title, changed.groups) == ("Ann B", "", ())
    assert [(one.kind, one.shown) for one in changed.numbers] == [("mobile", "+49 1"), ("work", "+49 2")]


def test_a_form_takes_a_number_away_that_it_leaves_blank(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        ann = joy.people.save(None, PersonEdit("Ann", numbers=(("", "mobile", "+49 1"), ("", "work", "+49 2"))))
        left = joy.people.save(ann.id, PersonEdit("Ann", numbers=((ann.numbers[0].key, "mobile", " "),)))
    assert left.numbers == ()


def test_an_address_that_stays_keeps_its_place_and_none_is_written_over(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        ann = joy.people.save(None, PersonEdit("Ann", emails=("a@x.org", "b@x.org", "c@x.org")))
        left = joy.people.save(ann.id, PersonEdit("Ann", emails=("a@x.org", "c@x.org", " ", "d@x.org")))
        same = joy.people.save(ann.id, PersonEdit("Ann Petrov"))
        card = tmp_path / "ann.vcf"
        card.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ann Petrov\nEMAIL:a@x.org\nEMAIL:e@x.org\nEND:VCARD\n")
        joy.contacts.import_file(card)
        imported = joy.people.get(ann.id)
    assert left.emails == ("a@x.org", "c@x.org", "d@x.org")
    assert same.emails == left.emails
    assert imported.emails == ("a@x.org", "c@x.org", "d@x.org", "e@x.org")


@pytest.mark.parametrize(
    "edit",
    [
        PersonEdit(" "),
        PersonEdit("Ann", numbers=(("", "mobile", "soon"),)),
        PersonEdit("Ann", emails=("a at x",)),
    ],
)
def test_a_form_without_a_name_or_with_words_for_a_number_adds_nobody(tmp_path: Path, edit: PersonEdit) -> None:
    with a_workspace(tmp_path) as joy:
        with pytest.raises(KnownError):
            joy.people.save(None, edit)
        assert joy.people.lines() == []
