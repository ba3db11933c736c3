# SPDX-License-Identifier: Apache-2.0
"""A package tells what the log shows, verifies anywhere, and holds nothing of what was withheld."""

from __future__ import annotations

import base64
import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from incident_console.crypto import tags
from incident_console.crypto.hashing import sha256
from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Draft, Value
from incident_console.domain.status_log import Entry
from incident_console.services.document_drafts import DocumentDraft
from incident_console.services.evidence import package_place
from incident_console.services.evidence_check import check
from incident_console.services.session import open_session
from tests.helpers.evidence import SECRETS, Exported, Package
from tests.helpers.workspaces import PASSPHRASE, a_workspace, an_incident

ONLY_CRYPTOGRAPHY = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        root = name.partition(".")[0]
        if root not in sys.stdlib_module_names and root not in ("cryptography", "_cffi_backend", "cffi"):
            raise ImportError(name + " is not allowed")
sys.meta_path.insert(0, Blocked())
import runpy
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def run_verifier(package: Package, *words: str) -> subprocess.CompletedProcess[str]:
    """As a stranger runs it: the package's own verify.py, with nothing else importable."""
    script = package.path / "verify.py"
    command = [sys.executable, "-I", "-c", ONLY_CRYPTOGRAPHY, str(script), str(package.path), *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")


def rows(package: Package) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((package.path / "entries.json").read_text("utf-8"))
    return found


def test_a_stranger_verifies_it_with_one_file_and_one_library(exported: Exported) -> None:
    done = run_verifier(exported.whole, "--team", exported.whole.fingerprint)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "OK: 9 entries, 0 faults"
    assert "cannot be missed here" in done.stdout


@pytest.mark.parametrize("team", ["0000-0000-0000-0000-0000", "", "-"])
def test_another_teams_fingerprint_or_none_that_should_be_one_is_refused(exported: Exported, team: str) -> None:
    done = run_verifier(exported.whole, f"--team={team}")
    assert done.returncode == 1
    assert "another team" in done.stdout


def test_a_fingerprint_may_be_typed_without_dashes_and_in_capitals(exported: Exported) -> None:
    assert run_verifier(exported.whole, "--team", exported.whole.fingerprint.replace("-", " ").upper()).returncode == 0


def test_the_readable_files_show_what_the_log_shows(exported: Exported) -> None:
    session = open_session(exported.whole.path.parent / "joy", PASSPHRASE)
    try:
        incident = session.incidents.lines()[0].id
        lines = session.log.lines(incident)
    finally:
        session.close()
    assert [(row["number"], row["text"], row["author"]) for row in rows(exported.whole)] == [
        (line.label, line.text, line.author) for line in lines
    ]
    struck = {row["number"]: row["struck_by"] for row in rows(exported.whole) if row["struck_by"]}
    assert struck == {"SR-2": "SR-4"}


def test_the_table_for_spreadsheets_holds_every_line_and_no_formula(exported: Exported) -> None:
    with (exported.whole.path / "entries.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    assert len(texts) == 9
    assert '\'=2+3 "quoted", <b>bold</b>\nsecond line' in texts


def test_the_page_escapes_what_people_wrote(exported: Exported) -> None:
    page = (exported.whole.path / "entries.html").read_text("utf-8")
    assert "<b>" not in page
    assert "&lt;b&gt;bold" in page


def test_what_was_withheld_still_verifies_with_number_author_and_time(exported: Exported) -> None:
    assert exported.redacted.check().is_ok
    withheld = [row for row in rows(exported.redacted) if row["redacted"]]
    assert {row["number"] for row in withheld} == {"SR-2", "SR-4", "JO-4"}
    assert not [row for row in withheld if row["text"] or not row["entered_at"] or not row["author"]]


def encodings(word: str) -> Iterator[bytes]:
    """A word as it could lie in bytes: text, hexadecimal, base 64 at each offset, escapes, in either case."""
    for form in {word, word.upper(), word.lower(), json.dumps(word)[1:-1], word.encode("unicode_escape").decode()}:
        for raw in (form.encode("utf-8"), form.encode("utf-16-le"), form.encode("utf-16-be"), form.encode("utf-32-le")):
            yield raw
            yield raw.hex().encode()
            yield raw.hex().upper().encode()
            for offset in range(3):
                yield base64.b64encode(bytes(offset) + raw)[4:-4]


@pytest.mark.parametrize("secret", SECRETS)
def test_withheld_words_are_in_no_byte_of_the_package(exported: Exported, secret: str) -> None:
    files = [path.read_bytes() for path in exported.redacted.path.iterdir()]
    assert any(secret.encode() in data for data in (path.read_bytes() for path in exported.whole.path.iterdir()))
    assert not [form for form in encodings(secret) for data in files if form in data]


def test_no_salt_of_a_withheld_body_leaves(exported: Exported) -> None:
    files = [path.read_bytes() for path in exported.redacted.path.iterdir()]
    assert len(exported.salts) == 3
    for salt in exported.salts:
        assert not [data for data in files if salt in data or sha256(tags.SALT_BODY, salt)[:16] in data]


def test_no_key_of_the_team_leaves(exported: Exported) -> None:
    session = open_session(exported.whole.path.parent / "joy", PASSPHRASE)
    try:
        station = session.station
        keys = [epoch.key for epoch in station.keyring.to_wire(station.keyring.current).epochs]
        secrets = [*keys, station.keyring.join_seed or b"?", station.workspace.device_secret]
    finally:
        session.close()
    for path in exported.whole.path.iterdir():
        data = path.read_bytes()
        assert not [key for key in secrets if key in data or key.hex().encode() in data], path.name


def test_a_strike_can_be_withheld_alone_and_entries_by_number(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        incident = an_incident(session).id
        for text in ("one", "two", "three"):
            session.log.add(incident, text)
        session.log.strike(session.log.find("JO-1").id, "because of two")
        session.evidence.export(incident, tmp_path / "strike", ["jo-4"])
        session.evidence.export(incident, tmp_path / "entry", ["JO-1", "JO-3"])
        shown = [
            [row["text"] for row in json.loads((tmp_path / name / "entries.json").read_text("utf-8"))]
            for name in ("strike", "entry")
        ]
        assert shown == [["one", "two", "three", None], [None, "two", None, None]]


def test_a_word_that_is_neither_tag_nor_number_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        incident = an_incident(session).id
        session.log.add(incident, "one")
        with pytest.raises(KnownError, match="privat"):
            session.evidence.export(incident, tmp_path / "out", ["privat"])
        assert not (tmp_path / "out").exists()


def test_a_directory_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    with a_workspace(tmp_path) as session, pytest.raises(KnownError, match="not empty"):
        session.evidence.export(an_incident(session).id, tmp_path / "out")
    assert (tmp_path / "out" / "notes.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize("place", ["x" * 300, "file/out"])
def test_a_place_that_the_disk_refuses_is_told_in_words(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with a_workspace(tmp_path) as session, pytest.raises(KnownError, match="cannot be"):
        session.evidence.export(an_incident(session).id, package_place(tmp_path / place, "2026-11-28"))
    with pytest.raises(KnownError, match="no directory"):
        check(tmp_path / place)


def test_an_export_stops_at_every_step_and_leaves_nothing(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        incident, steps, before = an_incident(session).id, list[str](), sorted(tmp_path.iterdir())
        session.log.add(incident, "one")
        session.evidence.export(incident, tmp_path / "whole", progress=lambda what, _done, _of: steps.append(what))
        assert list(dict.fromkeys(steps)) == ["collecting", "judging", "checking"]
        for step in ("collecting", "judging", "checking"):
            cancel = Event()

            def stop_there(what: str, _done: int, _of: int, here: str = step, cancel: Event = cancel) -> None:
                if what == here:
                    cancel.set()

            with pytest.raises(KnownError, match="stopped"):
                session.evidence.export(incident, tmp_path / "out", (), stop_there, cancel)
        assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "whole"])


def test_an_incident_without_entries_makes_a_sound_package(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        written = session.evidence.export(an_incident(session).id, tmp_path / "out")
        assert (written.entries, written.faults) == (0, ())


def test_a_mark_with_words_in_it_is_withheld(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        incident = an_incident(session).id
        entity = session.station.index.things.get(Entry, session.log.add(incident, "one").id)
        assert entity is not None
        body: dict[str, Value] = {"tag.privileged": True, "tag.because Bergström": True}
        session.station.save([Draft("entry.tag", entity.entity, body, incident)])
        assert session.evidence.export(incident, tmp_path / "out", ["privileged"]).faults == ()
        assert not [path for path in (tmp_path / "out").iterdir() if "Bergström".encode() in path.read_bytes()]


def test_a_decision_that_cites_a_document_is_sound_evidence_and_tells_no_title(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_incident(joy).id
        plan = joy.document_writing.save(DocumentDraft(b"c" * 16, b"", "", "# Quietplan\n\nRun both pumps.\n")).document
        cite = joy.citations.current(plan)
        joy.log.add(incident, "Run on one pump", "decision", cites=[cite])
        done = joy.evidence.export(incident, tmp_path / "package")
        assert check(tmp_path / "package", joy.station.fingerprint).faults == ()
    signed = (done.out / "batches.bin").read_bytes()
    assert done.faults == ()
    assert cite.version in signed
    assert not any(b"Quietplan" in file.read_bytes() for file in done.out.iterdir())
