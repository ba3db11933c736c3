# SPDX-License-Identifier: Apache-2.0
"""Commands about shared folders: add, remove, list, check, seed, and syncing."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from incident_console.domain.errors import KnownError

from .common import Json, PassphraseFile, Workspace, opened, tell_standing
from .output import progress, show_json, show_lines, show_table, tell

if TYPE_CHECKING:
    from incident_console.services.folders import SyncOutcome
    from incident_console.services.session import Session

POLL_SECONDS = 2.0
_Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The shared folder.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help="The shared folders of this laptop.", rich_markup_mode=None)
    group.command("add")(add)
    group.command("remove")(remove)
    group.command("list")(lines)
    group.command("check")(check)
    group.command("seed")(seed)
    app.add_typer(group, name="folder")
    app.command("sync")(sync)


def add(workspace: Workspace, folder: _Dir, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """Sync through a folder from now on."""
    with opened(workspace, passphrase_file, "folder add", may_wait=True) as session:
        line = session.folders.add(folder)
    if as_json:
        show_json({"path": line.path, "state": line.state})
    else:
        show_lines([f"Syncs through {line.path} from now on"])


def remove(workspace: Workspace, folder: _Dir, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """Sync through a folder no longer; its files stay."""
    with opened(workspace, passphrase_file, "folder remove", may_wait=True) as session:
        session.folders.remove(folder)
    if as_json:
        show_json({"path": str(folder.absolute())})
    else:
        show_lines([f"Syncs through {folder.absolute()} no longer; its files stay"])


def lines(workspace: Workspace, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """List the shared folders of this laptop."""
    from incident_console.services.folder_findings import finding_words
    from incident_console.services.times import clock, iso, iso_or_none

    with opened(workspace, passphrase_file, "folder list", may_wait=True) as session:
        found, now = session.folders.lines(), session.station.now()
    if as_json:
        show_json(
            [
                {"path": line.path, "state": line.state, "since": iso(line.since_ms),
                 "synced_at": iso_or_none(line.synced_at_ms), "finding": line.finding or None,
                 "finding_files": line.finding_files, "found_at": iso_or_none(line.found_ms or None)}
                for line in found
            ]
        )  # fmt: skip
    else:
        show_table(
            [
                [line.path, f"{line.state} since {clock(line.since_ms, now)}", finding_words(line, now)]
                for line in found
            ],
            "This laptop has no shared folder. Add one: folder add.",
        )


def check(workspace: Workspace, folder: _Dir, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """Compare every file of a folder with this laptop's, now, and heal what is missing or damaged."""
    with opened(workspace, passphrase_file, "folder check") as session:
        found = session.folders.check(folder)
    if as_json:
        show_json(
            {
                "missing": found.missing,
                "damaged": found.damaged,
                "foreign": found.foreign,
                "healed": found.healed,
                "rolled_back": found.rolled_back,
            }
        )
        return
    told = ["The folder was rolled back to an older state."] if found.rolled_back else []
    counts = f"{found.missing} missing, {found.damaged} damaged, {found.foreign} foreign; {found.healed} healed"
    show_lines([counts, *told])


def seed(workspace: Workspace, folder: _Dir, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """Fill an empty or destroyed folder with all that this laptop holds."""
    with opened(workspace, passphrase_file, "folder seed") as session:
        outcome = session.folders.seed(folder)
        _show(session, outcome, as_json=as_json)
        _refuse_failure(outcome)


def sync(
    workspace: Workspace,
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="DIR", help="Only this folder, such as a stick, this time.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Go on until interrupted.")] = False,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Exchange everything with the shared folders, both ways."""
    folders = [folder] if folder else None
    with opened(workspace, passphrase_file, "sync", may_wait=True) as session:
        tell_standing(session)
        if watch:
            _watch(session, folders, as_json=as_json)
            return
        began_ms = session.station.now().ms
        with progress() as told:
            outcome = session.folders.sync(folders, told)
            _read_documents(session, outcome)
        _show(session, outcome, as_json=as_json)
        _tell_findings(session, outcome, began_ms)
        _refuse_failure(outcome)


def _watch(session: Session, folders: list[Path] | None, *, as_json: bool) -> None:
    """Sync until a signal comes; tells each exchange that moved something, and each change of a folder's state."""
    states: dict[str, str] = {}
    with _until_signal() as stop:
        while not stop.is_set():
            is_idle = states and session.station.is_joined and folders is None
            outcome = session.folders.poll() if is_idle else session.folders.sync(folders, cancel=stop)
            _read_documents(session, outcome)
            if outcome.has_moved:
                _show(session, outcome, as_json=as_json)
            for line in outcome.folders:
                if line.message and states.get(line.path) != line.state:
                    tell(line.message)
            states = {line.path: line.state for line in outcome.folders}
            stop.wait(POLL_SECONDS)


@contextmanager
def _until_signal() -> Iterator[Event]:
    """An event that is set when the process is asked to end; asked twice, it ends at once."""
    stop = Event()

    def ask(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, before[signal.Signals(number)])
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _read_documents(session: Session, outcome: SyncOutcome) -> None:
    if outcome.received and session.station.is_joined:
        session.documents.read_for_search()


def _show(session: Session, outcome: SyncOutcome, *, as_json: bool) -> None:
    counts = {
        "sent": outcome.sent,
        "received": outcome.received,
        "healed": outcome.healed,
        "quarantined": outcome.quarantined,
        "opened": outcome.opened,
    }
    state = "joined" if session.station.is_joined else "waiting"
    if as_json:
        folders = [{"path": line.path, "state": line.state, "left": line.left} for line in outcome.folders]
        show_json({**counts, "state": state, "folders": folders})
        return
    waits = [] if session.station.is_joined else ["waiting for admission"]
    show_lines([", ".join([*(f"{count} {name}" for name, count in counts.items()), *waits])])


def _tell_findings(session: Session, outcome: SyncOutcome, since_ms: int) -> None:
    """Tell what was remarkable in the folders, if it was found just now."""
    from incident_console.services.folder_findings import finding_words

    now = session.station.now()
    for line in session.folders.found_in(outcome, since_ms):
        tell(f"The folder {line.path}: {finding_words(line, now)}")


def _refuse_failure(outcome: SyncOutcome) -> None:
    """Tell what is wrong with folders; raises KnownError where no folder could be used, so that a script knows."""
    if not outcome.folders:
        raise KnownError("This laptop has no shared folder", "Nothing was exchanged.", "Add one: folder add.")
    failed = [line for line in outcome.folders if line.message]
    if len(failed) < len(outcome.folders):
        for line in failed:
            tell(line.message)
    else:
        raise KnownError("No shared folder could be used", " ".join(line.message for line in failed))
