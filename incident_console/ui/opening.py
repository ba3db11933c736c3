# SPDX-License-Identifier: Apache-2.0
"""Opening, making and joining a workspace for the window: plain functions for jobs; deriving the key takes a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from incident_console.domain.errors import KnownError
from incident_console.domain.events import Notice
from incident_console.resources_path import resource_path
from incident_console.services.session import NewTeam, Session, create_session, join_session, open_session
from incident_console.ui.job import Report
from incident_console.ui.sealed_memory import DRAFT_KEY

PURPOSE = "the window"
"""How a second process names us when the workspace is in use."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An unlocked workspace, how its views were left, and what is to be told besides: a trouble, or a note."""

    session: Session
    memory: str
    trouble: KnownError | None = None
    note: Notice | None = None


@dataclass(frozen=True, slots=True)
class NewWorkspace:
    """What a founder filled in."""

    path: Path
    passphrase: str
    team: NewTeam
    folder: Path | None
    is_seeded: bool


@dataclass(frozen=True, slots=True)
class JoinWish:
    """What somebody who joins filled in."""

    path: Path
    passphrase: str
    folder: Path
    member: str


@dataclass(frozen=True, slots=True)
class Demo:
    """How the demo is played: ``play`` is given whom to tell what happens, and returns the workspace that it made."""

    play: Callable[[Callable[[str], None]], Path]
    passphrase: str


def open_for_window(path: Path, passphrase: str) -> Opened:
    """Unlock a workspace. Raises KnownError for a wrong passphrase, a second process or damage."""
    return _opened(open_session(path, passphrase, purpose=PURPOSE))


def create_for_window(wish: NewWorkspace, cancel: Event, report: Report) -> Opened:
    """Found a team and bring in the documents that come with the program. Raises KnownError; then nothing was made."""
    opened = _opened(create_session(wish.path, wish.passphrase, wish.team, folder=wish.folder, purpose=PURPOSE))
    if not wish.is_seeded:
        return opened
    try:
        opened.session.documents.import_paths([resource_path("docs_library")], _Counted(report), cancel)
    except KnownError as error:  # the workspace is made all the same
        return replace(opened, trouble=error)
    return opened


def play_for_window(demo: Demo, _cancel: Event, report: Report) -> Opened:
    """Play the demo and open what it made. Raises what the demo raises."""
    path = demo.play(lambda words: report(0, 0, words.strip()))
    note = Notice("This is the demo: nothing here is real", f"Its passphrase is \u201c{demo.passphrase}\u201d.")
    return replace(open_for_window(path, demo.passphrase), note=note)


def join_for_window(wish: JoinWish) -> Opened:
    """Make a workspace that asks to be admitted. Raises KnownError; then nothing was made."""
    return _opened(join_session(wish.path, wish.passphrase, folder=wish.folder, member=wish.member, purpose=PURPOSE))


def _opened(session: Session) -> Opened:
    try:
        return Opened(session, session.drafts.read(DRAFT_KEY))
    except BaseException:
        session.close()
        raise


class _Counted:
    """Passes on how far an import is."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def __call__(self, _what: str, done: int, total: int) -> None:
        self._report(done, total, "documents")
