# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from incident_console.library.contacts import parse, parse_contacts


def test_a_monstrous_file_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "MAX_CONTACT_BYTES", 1_048_576)
    found = parse_contacts("all.csv", b"x" * 1_048_577)
    assert found.contacts == ()
    assert found.failed == (("all.csv", "It is larger than 1 MiB."),)


def test_more_contacts_than_a_team_can_have_end_with_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "MAX_CONTACTS", 2)
    found = parse_contacts("all.csv", b"name,phone\nA,1\nB,2\nC,3\nD,4\n")
    assert [contact.name for contact in found.contacts] == ["A", "B"]
    assert found.failed == (("all.csv, row 4", "More than 2 contacts in one file: split it."),)
