# SPDX-License-Identifier: Apache-2.0
"""Whatever a foreign file does to its reader, the program goes on: real processes, really killed."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import incident_console
from incident_console.domain.errors import KnownError
from incident_console.library.apart import ReadingProcess
from incident_console.library.apart.works import WORKS, FileToRead, PageToDraw, PageToRead
from incident_console.library.pdf_pages import PageWords, PdfShape
from incident_console.library.pictures import Picture
from incident_console.library.reading import Reading, ReadingForm
from incident_console.library.text import ExtractedText
from tests.helpers.documents import a_pdf, a_picture
from tests.helpers.leftovers import child_processes

MAIL = b"From: Ann\nTo: Bob\nSubject: Chiller\n\nCold restart\n"
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="looks at the process through /proc")


@pytest.fixture
def reading() -> Iterator[ReadingProcess]:
    """A reading process that ends with the test."""
    reading = ReadingProcess()
    yield reading
    reading.close()


def words_of(reading: ReadingProcess, data: bytes = MAIL, seconds: float = 20) -> str:
    return reading.ask("words", FileToRead("x.eml", data), ExtractedText, seconds=seconds).text


def reader_among(processes: set[int]) -> int:
    (pid,) = [pid for pid in processes if b"--read-apart" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return pid


def test_words_come_back_as_they_would_from_here(reading: ReadingProcess) -> None:
    assert "Cold restart" in words_of(reading)


def test_pictures_of_a_page_are_fetched_from_the_library_by_their_place(reading: ReadingProcess) -> None:
    asked: list[str] = []

    def read_file(path: str) -> bytes | None:
        asked.append(path)
        return a_picture(4, 2) if path == "plans/valve.png" else None

    page = FileToRead("plans/a.md", b"# A\n\n![v](valve.png) ![g](gone.png)\n", "A")
    made = reading.ask("layout", page, Reading, seconds=20, read_file=read_file)
    assert made.form is ReadingForm.PAGE
    assert made.pictures == {"picture:0": Picture(4, 2, bytes((128, 128, 128, 255)) * 8)}
    assert asked == ["plans/valve.png", "plans/gone.png"]


def test_a_pdf_stays_open_between_questions(reading: ReadingProcess) -> None:
    shape = reading.ask("open pdf", FileToRead("", a_pdf("Cold start", "Two")), PdfShape, seconds=20)
    assert shape.pages == 2
    drawn = reading.ask("draw page", PageToDraw(0, 60, 80), Picture, seconds=20)
    assert (drawn.width, drawn.height, len(drawn.pixels)) == (60, 80, 60 * 80 * 4)
    assert len(set(drawn.pixels)) > 2
    letters = reading.ask("page words", PageToRead(0), PageWords, seconds=20)
    assert letters.text.strip() == "Cold start"
    assert len(letters.boxes) == 16 * len(letters.text)


def test_a_damaged_file_is_told_in_words_and_the_next_one_is_read(reading: ReadingProcess) -> None:
    with pytest.raises(KnownError, match="This PDF cannot be shown"):
        reading.ask("open pdf", FileToRead("", b"%PDF-1.4 torn"), PdfShape, seconds=20)
    with pytest.raises(KnownError, match="This file cannot be shown"):
        reading.ask("draw page", PageToDraw(0, 60, 80), Picture, seconds=20)
    assert "Cold restart" in words_of(reading)
    assert reading.starts == 1


@linux_only
def test_a_reader_that_dies_is_told_in_words_and_the_next_file_has_a_new_one(reading: ReadingProcess) -> None:
    words_of(reading)
    pid = reader_among(child_processes())
    os.kill(pid, signal.SIGSTOP)  # it hangs
    with pytest.raises(KnownError) as told:
        words_of(reading, seconds=0.2)
    assert "too long" in told.value.message
    assert "Cold restart" in words_of(reading)
    assert reading.starts == 2


@linux_only
def test_a_reader_killed_between_two_questions_is_replaced_unnoticed(reading: ReadingProcess) -> None:
    words_of(reading)
    pid = reader_among(child_processes())
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert "Cold restart" in words_of(reading)


@linux_only
def test_a_reader_can_write_no_file_and_leave_no_core_and_take_no_endless_memory(reading: ReadingProcess) -> None:
    words_of(reading)
    pid = reader_among(child_processes())
    limits = Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
    most = {line[:25].strip(): line[25:].split()[0] for line in limits.splitlines()[1:]}
    assert (most["Max file size"], most["Max core file size"]) == ("0", "0")
    assert int(most["Max address space"]) <= 4 << 30
    assert int(most["Max open files"]) <= 64


@linux_only
def test_closing_ends_a_reader_that_hangs_and_whoever_waits_is_told(reading: ReadingProcess) -> None:
    told: list[str] = []
    words_of(reading)
    os.kill(reader_among(child_processes()), signal.SIGSTOP)

    def ask() -> None:
        try:
            words_of(reading, seconds=60)
        except KnownError as error:
            told.append(error.title)

    asking = threading.Thread(target=ask)
    asking.start()
    reading.close()
    asking.join(20)
    assert told == ["This workspace is locked"]
    assert not reading.is_running
    with pytest.raises(KnownError, match="locked"):
        words_of(reading)


OWNER = r"""
import sys
from incident_console.library.apart import ReadingProcess
from incident_console.library.apart.works import FileToRead
from incident_console.library.text import ExtractedText
reading = ReadingProcess()
reading.ask("words", FileToRead("x.eml", b"Subject: a\n\nb"), ExtractedText, seconds=20)
print("read", flush=True)
sys.stdin.read()
"""


@linux_only
def test_a_reader_ends_with_the_program_that_was_killed() -> None:
    home = str(Path(incident_console.__file__).parent.parent)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "env": {**os.environ, "PYTHONPATH": home}}
    with subprocess.Popen([sys.executable, "-c", OWNER], **pipes) as owner:  # type: ignore[call-overload]
        assert owner.stdout
        assert owner.stdout.readline() == b"read\n"
        children = Path(f"/proc/{owner.pid}/task/{owner.pid}/children").read_text(encoding="ascii").split()
        reader = os.pidfd_open(reader_among({int(pid) for pid in children}))
        owner.kill()
    try:
        ended, _, _ = select.select([reader], [], [], 20)
        assert ended
    finally:
        os.close(reader)


def test_every_work_takes_its_message_and_refuses_another() -> None:
    for name, work in WORKS.items():
        with pytest.raises(msgspec.MsgspecError):
            work(None, msgspec.Raw(msgspec.msgpack.encode("no message")))  # type: ignore[arg-type]
        assert name == name.lower()
