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
_CHANGE_WAITS = Notice(
    "A document was changed in another program", "Nobody has decided about it yet: Documents offers to take it back."
)


@dataclass(frozen=True, slots=True)
class Opened:
    """An unlocked workspace, how its views were left, and what is to be told besides: a trouble, or a note."""

    session: Session
    memory: str
    trouble: KnownError | None = None
    note: Notice | None = None


@dataclass(frozen=True, slots=True)
class NewWorkspace:
    """What a founder filled in; ``kit`` is the directory for the page of a recovery kit, if he wants one at once."""

    path: Path
    passphrase: str
    team: NewTeam
    folder: Path | None
    is_seeded: bool
    kit: Path | None = None


@dataclass(frozen=True, slots=True)
class JoinWish:
    """What somebody who joins filled in."""

    path: Path
    passphrase: str
    folder: Path
    member: str


@dataclass(frozen=True, slots=True)
class RecoverWish:
    """What somebody who comes with the recovery kit filled in."""

    path: Path
    passphrase: str
    folder: Path
    words: str
    member: str


@dataclass(frozen=True, slots=True)
class Demo:
    """How the demo is played: ``play`` is given whom to tell what happens, and returns the workspace that it made."""

    play: Callable[[Callable[[str], None]], Path]
    passphrase: str


def open_for_window(path: Path, passphrase: str) -> Opened:
    """Unlock a workspace. Raises KnownError for a wrong passphrase, a second process or damage.

    What was found while no window was open, such as a copy of the workspace, is told now, or that a change waits
    which somebody made in a plain copy.
    """
    opened = _opened(open_session(path, passphrase, purpose=PURPOSE))
    waiting = _CHANGE_WAITS if opened.session.has_change_outside else None
    return replace(opened, note=opened.session.notices.unseen() or waiting)


def create_for_window(wish: NewWorkspace, cancel: Event, report: Report) -> Opened:
    """Found a team and bring in the documents that come with the program. Raises KnownError; then nothing was made."""
    opened = _opened(create_session(wish.path, wish.passphrase, wish.team, folder=wish.folder, purpose=PURPOSE))
    if wish.kit is not None:
        opened = _with_kit(opened, wish.kit)
    if not wish.is_seeded:
        return opened
    try:
        opened.session.documents.import_paths([resource_path("docs_library")], _Counted(report), cancel)
    except KnownError as error:  # the workspace is made all the same
        return replace(opened, trouble=opened.trouble or error)
    return opened


def play_for_window(demo: Demo, _cancel: Event, report: Report) -> Opened:
    """Play the demo and open what it made. Raises what the demo raises."""
    path = demo.play(lambda words: report(0, 0, words.strip()))
    note = Notice("This is the demo: nothing here is real", f"Its passphrase is \u201c{demo.passphrase}\u201d.")
    return replace(open_for_window(path, demo.passphrase), note=note)


def join_for_window(wish: JoinWish) -> Opened:
    """Make a workspace that asks to be admitted. Raises KnownError; then nothing was made."""
    return _opened(join_session(wish.path, wish.passphrase, folder=wish.folder, member=wish.member, purpose=PURPOSE))


def recover_for_window(wish: RecoverWish, _cancel: Event, report: Report) -> Opened:
    """Make a workspace with the recovery kit. Raises KnownError for words or a folder that will not do."""
    from incident_console.services.recovering import Recovery, recover_session

    wanted = Recovery(wish.folder, wish.words, wish.member)
    session, _ = recover_session(
        wish.path, wish.passphrase, wanted, purpose=PURPOSE,
        progress=lambda what, done, total: report(done, total, what),
    )  # fmt: skip
    told = (
        f"It syncs with {wish.folder} and no other folder. In Team & sync add the one that other laptops use,"
        " remove the laptops that are lost, and print a new kit: this one's words were typed here."
    )
    return replace(_opened(session), note=Notice("This laptop came in with the recovery kit", told))


def _with_kit(opened: Opened, directory: Path) -> Opened:
    """Print the team's first recovery kit; what goes wrong with it is told, and the workspace is made all the same."""
    from incident_console.services.kits import new_kit_file

    try:
        kit = opened.session.kits.print_to(new_kit_file(directory))
    except KnownError as error:
        return replace(opened, trouble=error)
    told = "Print the page, delete the file, keep the paper in a safe, and try it in Team & sync."
    return replace(opened, note=Notice(f"The recovery kit {kit.code} is written to {kit.out}", told))


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
