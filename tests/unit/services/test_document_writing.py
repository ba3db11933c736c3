# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.library.compare import RowKind
from incident_console.services.document_drafts import DocumentDraft
from incident_console.services.document_reading import ReadingForm
from incident_console.services.session import Session, open_session
from tests.helpers.documents import COOLING, a_library, a_pdf
from tests.helpers.workspaces import PASSPHRASE, a_workspace, two_laptops

CANARY = "quokka-lantern-51"


def imported(session: Session, tmp_path: Path) -> dict[str, bytes]:
    session.documents.import_paths([a_library(tmp_path)])
    return {line.file_name: line.id for line in session.documents.lines()}


def written_on(session: Session, document: bytes, text: str, why: str = "") -> DocumentDraft:
    opened = session.document_writing.open(document)
    return DocumentDraft(document, opened.version, opened.file_name, text, why)


def test_a_document_that_was_written_on_has_a_new_version_with_its_reason_and_is_found_by_its_words(
    tmp_path: Path,
) -> None:
    with a_workspace(tmp_path) as session:
        cooling = imported(session, tmp_path)["cooling.md"]
        text = COOLING.replace("check that both pumps run", "check the crossover damper")
        saved = session.document_writing.save(written_on(session, cooling, text, " wrong pumps "))
        versions, line = session.documents.versions(cooling), session.documents.get(cooling)
        assert session.documents.read(cooling).decode() == text
        assert [hit.id for hit in session.search.find("crossover damper")] == [cooling]
    assert (saved.version, saved.is_apart) == (versions[0].id, False)
    assert [version.why for version in versions] == ["wrong pumps", ""]
    assert (line.path, line.version_count, line.has_two_versions) == ("plans/cooling.md", 2, False)
    assert (line.category, line.owner, line.is_vital) == ("runbook", "Facilities lead", True)


def test_what_the_front_matter_says_anew_is_what_the_version_says(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        cooling = imported(session, tmp_path)["cooling.md"]
        text = COOLING.replace("owner: Facilities lead", "owner: IT lead").replace("version: 1.0", "version: 1.1")
        session.document_writing.save(written_on(session, cooling, text))
        line = session.documents.get(cooling)
    assert (line.owner, line.version) == ("IT lead", "1.1")


def test_a_plain_text_keeps_its_line_ends_and_what_was_said_of_it(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        file = tmp_path / "notes.txt"
        file.write_bytes(b"Valve V3\r\nis left.\r\n")
        session.documents.import_paths([file])
        notes = session.documents.named("notes.txt")
        assert notes is not None
        opened = session.document_writing.open(notes.id)
        assert (opened.text, opened.is_markdown) == ("Valve V3\nis left.\n", False)
        session.document_writing.save(written_on(session, notes.id, "Valve V7\nis left.\n"))
        assert session.documents.read(notes.id) == b"Valve V7\r\nis left.\r\n"


def test_a_version_that_came_meanwhile_is_kept_beside_the_one_that_was_written(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        cooling = imported(team.joy, tmp_path)["cooling.md"]
        team.sync()
        mine = written_on(team.joy, cooling, COOLING + "Joy was here.\n")
        theirs = written_on(team.sam, cooling, COOLING + "Sam was here.\n")
        assert not team.sam.document_writing.save(theirs).is_apart
        team.sync()
        saved = team.joy.document_writing.save(mine)
        team.sync()
        lines = [session.documents.get(cooling) for session in (team.joy, team.sam)]
        texts = {team.sam.documents.read(cooling, one.id).decode() for one in team.sam.documents.versions(cooling)}
    assert saved.is_apart
    assert all(line.has_two_versions for line in lines)
    assert texts == {COOLING, COOLING + "Joy was here.\n", COOLING + "Sam was here.\n"}


def test_a_new_document_is_named_by_its_title_and_never_takes_the_place_of_another(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        text = "---\ntitle: Gate keys / North\ncategory: checklist\n---\n\n- [ ] count them\n"
        saved = [session.document_writing.save(DocumentDraft(key, b"", "", text)) for key in (b"1" * 16, b"2" * 16)]
        lines = [session.documents.get(one.document) for one in saved]
    assert [line.path for line in lines] == ["gate-keys-north.md", "gate-keys-north-2.md"]
    assert {(line.title, line.category, line.version_count) for line in lines} == {
        ("Gate keys / North", "checklist", 1)
    }


def test_every_template_is_a_document_that_says_what_it_is(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        templates = session.document_writing.templates()
        made = [
            session.document_writing.save(DocumentDraft(bytes([at]) * 16, b"", "", template.text))
            for at, template in enumerate(templates)
        ]
        lines = [session.documents.get(one.document) for one in made]
        readings = [session.documents.preview("x.md", template.text) for template in templates]
    assert [template.name for template in templates] == ["Checklist", "Contact sheet", "Form", "Plan", "Runbook"]
    assert [line.category for line in lines] == [template.name.lower() for template in templates]
    assert {reading.form for reading in readings} == {ReadingForm.PAGE}
    assert not any(reading.warning for reading in readings)


@pytest.mark.parametrize("text", [COOLING, " \n\t"])
def test_a_text_that_says_nothing_new_makes_no_version(tmp_path: Path, text: str) -> None:
    with a_workspace(tmp_path) as session:
        cooling = imported(session, tmp_path)["cooling.md"]
        with pytest.raises(KnownError):
            session.document_writing.save(written_on(session, cooling, text))
        assert session.documents.get(cooling).version_count == 1


def test_a_viewer_cannot_write(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.VIEWER) as team:
        cooling = imported(team.joy, tmp_path)["cooling.md"]
        team.sync()
        assert team.sam.document_writing.refusal() is not None
        with pytest.raises(KnownError):
            team.sam.document_writing.save(written_on(team.sam, cooling, "# Mine\n"))


@pytest.mark.parametrize("name", ["manual.pdf", "valve.png", "drawing.bin"])
def test_what_is_no_text_is_not_opened_to_write(tmp_path: Path, name: str) -> None:
    with a_workspace(tmp_path) as session, pytest.raises(KnownError):
        session.document_writing.open(imported(session, tmp_path)[name])


def test_two_versions_are_compared_as_they_are_written(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        cooling = imported(session, tmp_path)["cooling.md"]
        session.document_writing.save(written_on(session, cooling, COOLING.replace("28 C", "31 C")))
        after, before = (version.id for version in session.documents.versions(cooling))
        rows = session.document_writing.compare(cooling, before, after).rows
    changed = [row for row in rows if row.kind is not RowKind.SAME]
    assert [[span.text for span in row.left if span.is_changed] for row in changed] == [["28"]]


def test_versions_of_a_pdf_are_compared_by_their_words(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        for words in ("Open valve three", "Open valve seven"):
            (tmp_path / "valve.pdf").write_bytes(a_pdf(words))
            session.documents.import_paths([tmp_path / "valve.pdf"])
        line = session.documents.named("valve.pdf")
        assert line is not None
        after, before = (version.id for version in session.documents.versions(line.id))
        comparison = session.document_writing.compare(line.id, before, after)
    changed = [row for row in comparison.rows if row.kind is RowKind.CHANGED]
    assert [[span.text for span in row.right if span.is_changed] for row in changed] == [["seven"]]


def test_a_draft_is_there_again_after_a_lock_and_its_words_lie_nowhere_readable(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        cooling = imported(session, tmp_path)["cooling.md"]
        draft = written_on(session, cooling, COOLING + CANARY, "because")
        session.document_drafts.keep(draft)
        new = DocumentDraft(b"n" * 16, b"", "", f"# {CANARY}\n")
        session.document_drafts.keep(new)
        path = session.path
        assert not readable(tmp_path)
    assert not readable(tmp_path)
    session = open_session(path, PASSPHRASE)
    opened, kept = session.document_writing.open(cooling), session.document_drafts.all()
    session.close()
    assert opened.draft is not None
    assert replace(opened.draft, at_ms=0) == draft
    assert {one.title for one in kept} == {"Cooling loss runbook", CANARY}


def test_a_draft_that_was_saved_or_given_up_is_gone(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        cooling = imported(session, tmp_path)["cooling.md"]
        draft = written_on(session, cooling, "# Other\n")
        session.document_drafts.keep(draft)
        session.document_writing.save(draft)
        assert session.document_drafts.all() == []
        session.document_drafts.keep(replace(draft, key=b"n" * 16, version=b""))
        session.document_drafts.forget(b"n" * 16)
        assert session.document_drafts.all() == []


def test_a_draft_that_outlived_its_saving_is_not_offered(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        cooling = imported(session, tmp_path)["cooling.md"]
        draft = written_on(session, cooling, "# Other\n")
        session.document_writing.save(draft)
        session.document_drafts.keep(draft)  # as if the laptop had lost its power between the two
        assert session.document_drafts.all() == []


@pytest.mark.parametrize("kept", ["{", "[]", "{}", '{"version": 3}', '{"text": "a", "why": "", "file_name": ""}'])
def test_a_draft_of_another_program_version_is_passed_over(tmp_path: Path, kept: str) -> None:
    with a_workspace(tmp_path) as session:
        session.drafts.keep(f"document-draft/{b'n'.hex()}", kept)
        session.drafts.keep("document-draft/no-key", kept)
        assert session.document_drafts.all() == []


def test_what_is_restricted_to_others_is_not_written_on_compared_or_offered_as_a_draft(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.RESPONDER) as team:
        cooling = imported(team.joy, tmp_path)["cooling.md"]
        team.sync()
        (version,) = team.sam.documents.versions(cooling)
        team.sam.document_drafts.keep(written_on(team.sam, cooling, "# Other\n"))
        team.joy.document_properties.restrict([cooling], "restricted")
        team.sync()
        assert team.sam.document_drafts.all() == []
        for attempt in (
            lambda: team.sam.document_writing.open(cooling),
            lambda: team.sam.document_writing.compare(cooling, version.id, version.id),
            lambda: team.sam.document_writing.save(DocumentDraft(cooling, version.id, "cooling.md", "# Mine\n")),
        ):
            with pytest.raises(KnownError, match="restricted"):
                attempt()


def readable(root: Path) -> list[Path]:
    return [file for file in root.rglob("*") if file.is_file() and CANARY.encode() in file.read_bytes()]
