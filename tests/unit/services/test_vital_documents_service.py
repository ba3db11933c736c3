# SPDX-License-Identifier: Apache-2.0
"""Where vital documents are: told by heads of real stations, and never more than they say."""

from __future__ import annotations

import shutil
from pathlib import Path

from incident_console.domain.document import Document
from incident_console.services.session import Session
from incident_console.services.vital_documents import Held
from tests.helpers.workspaces import Clock, a_workspace, two_laptops


def a_vital_one(session: Session, folder: Path) -> bytes:
    file = folder / "cooling.md"
    file.write_text("---\ntitle: Cooling loss\nvital: true\n---\n\nRestart the chiller.\n", encoding="utf-8")
    session.documents.import_paths([file])
    return session.documents.find("Cooling loss").id


def held(session: Session, document: bytes) -> dict[str, Held]:
    return {each.station: each.held for each in session.vital_documents.presence([document])[document].stations}


def test_a_station_holds_a_document_once_its_head_says_that_it_saw_it_and_lacks_nothing(tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        document = a_vital_one(team.joy, tmp_path)
        assert held(team.joy, document) == {"JO": Held.YES, "SR": Held.NO}
        team.joy.folders.sync()
        assert held(team.joy, document) == {"JO": Held.YES, "SR": Held.NO}
        team.sync()
        assert held(team.joy, document) == held(team.sam, document) == {"JO": Held.YES, "SR": Held.YES}
        presence = team.joy.vital_documents.presence()[document]
        assert (presence.words, presence.named(Held.YES)) == ("on 2 of 2 stations", ("JO", "SR"))


def test_a_station_that_lacks_some_part_is_not_known_to_hold_any_document(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = a_vital_one(team.joy, tmp_path)
        team.joy.folders.sync()
        shutil.rmtree(team.folder / "b")
        team.sam.folders.sync()
        assert held(team.sam, document) == {"SR": Held.NO, "JO": Held.YES}
        team.joy.folders.sync()
        assert held(team.joy, document) == {"JO": Held.YES, "SR": Held.UNKNOWN}
        assert team.joy.vital_documents.presence()[document].words == "on 1 of 2 stations, 1 not known"
        team.sync()
        assert held(team.joy, document) == {"JO": Held.YES, "SR": Held.YES}


def test_a_new_version_is_at_nobody_elses_who_has_only_the_one_before(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = a_vital_one(team.joy, tmp_path)
        team.sync()
        (tmp_path / "cooling.md").write_text("---\ntitle: Cooling loss\nvital: true\n---\n\nNew.\n", encoding="utf-8")
        team.joy.documents.import_paths([tmp_path / "cooling.md"])
        assert held(team.joy, document) == {"JO": Held.YES, "SR": Held.NO}


def test_a_check_reads_and_hashes_and_names_what_is_damaged(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_vital_one(joy, tmp_path)
        told: list[int] = []
        assert [one.problem for one in joy.vital_documents.check(progress=lambda _, done, of: told.append(of))] == [""]
        assert told == [1]
        (part,) = (joy.path / "replica" / "b").rglob("*.c")
        data = bytearray(part.read_bytes())
        data[400] ^= 1
        part.write_bytes(data)
        (found,) = joy.vital_documents.check()
        assert found.document == document
        assert "not on this laptop" in found.problem or "damaged" in found.problem
        assert held(joy, document) == {"JO": Held.NO}


def test_what_somebody_marks_as_vital_is_fetched_first(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        for name, words in (("small", "A\n"), ("large", "word " * 4000)):
            (tmp_path / f"{name}.md").write_text(f"# {name}\n\n{words}", encoding="utf-8")
            team.joy.documents.import_paths([tmp_path / f"{name}.md"])
        large = team.joy.documents.find("large").id
        team.joy.document_properties.change([large], {"is_vital": True})
        team.sync()
        for session in (team.joy, team.sam):
            view = session.station.index.things.many(Document, [large])[0]
            assert session.station.index.wanted_parts()[0] == view.current.blob.parts[0].sha256
