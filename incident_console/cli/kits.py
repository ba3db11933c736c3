# SPDX-License-Identifier: Apache-2.0
"""Commands about the recovery kit: print one, try one, and make a new laptop with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .common import Json, KdfMemory, PassphraseFile, Workspace, opened
from .output import progress, show_json, show_lines, tell
from .passphrase import read_passphrase

if TYPE_CHECKING:
    from incident_console.services.session import Session

_WordsFile = Annotated[Path, typer.Option("--words-file", metavar="F", help="A file with the 24 words of the kit.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("recovery-kit")(recovery_kit)
    app.command("recover")(recover)


def recovery_kit(
    workspace: Workspace,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.pdf", help="Where to write the page.")] = None,
    words_file: Annotated[
        Path | None, typer.Option("--words-file", metavar="F", help="Write the words there too; --check reads them.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell whether these words are the current kit.")] = False,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Print a new recovery kit, which retires the older ones; or try the one in hand, which uses nothing up."""
    if check and words_file is not None and out is None:
        _check(workspace, words_file, passphrase_file, as_json=as_json)
    elif out is not None and not check:
        _print(workspace, out, words_file, passphrase_file, as_json=as_json)
    else:
        raise typer.BadParameter("name --out FILE.pdf to print a kit, or --check --words-file F to try one")


def recover(
    workspace: Workspace,
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Any copy of the folder of the team.")],
    words_file: _WordsFile,
    member: Annotated[str, typer.Option("--member", metavar="NAME", help="Who sits at this laptop.")],
    kdf_memory: KdfMemory = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Make a new laptop of the team from its recovery kit and any one folder; everybody sees it."""
    from incident_console.services.kits import read_words
    from incident_console.services.recovering import Recovery, recover_session
    from incident_console.services.session import is_workspace

    words = read_words(words_file)
    passphrase = read_passphrase(passphrase_file, is_new=not is_workspace(workspace))
    with progress() as told:
        session, outcome = recover_session(
            workspace, passphrase, Recovery(folder, words, member), kdf_memory_mib=kdf_memory,
            purpose="incident-console recover", progress=told,
        )  # fmt: skip
    try:
        made = {"station": session.station.code, "state_hash": session.station.state_hash()}
        team, kind = session.station.team_name, "exercise team" if session.is_exercise else "team"
    finally:
        session.close()
    for line in outcome.folders:
        if line.message:
            tell(f"{line.message} The team learns of this laptop with the next sync.")
    if outcome.quarantined:
        tell(f"{outcome.quarantined} files of the folder are damaged; status lists them.")
    if as_json:
        show_json(made)
        return
    show_lines(
        [
            f"This laptop is station {made['station']} of the {kind} {team}, state {made['state_hash']}",
            f"It syncs with {folder.absolute()} and no other folder: add the one that other laptops use (folder add),",
            "and remove this one if it was a stick or a backup (folder remove)",
            "Remove lost laptops (revoke), and print a new kit (recovery-kit): the words of this one were typed here",
        ]
    )


def _print(workspace: Path, out: Path, words_file: Path | None, passphrase_file: Path | None, *, as_json: bool) -> None:
    with opened(workspace, passphrase_file, "recovery-kit") as session:
        session.folders.sync()
        printed = session.kits.print_to(out, words_file)
        has_reached = _has_reached(session)
    if as_json:
        show_json({"out": str(printed.out), "fingerprint": printed.fingerprint, "code": printed.code})
    else:
        show_lines(
            [
                f"Recovery kit {printed.code} of the team {printed.fingerprint}: {printed.out}",
                "Print it, delete the file, and keep the paper where the laptops are not",
            ]
        )
    if not has_reached:
        tell("No shared folder has the new kit yet: it lets nobody in until this laptop has synced.")


def _has_reached(session: Session) -> bool:
    return any(not line.message for line in session.folders.sync().folders)


def _check(workspace: Path, words_file: Path, passphrase_file: Path | None, *, as_json: bool) -> None:
    from incident_console.services.kits import read_words
    from incident_console.services.times import clock, iso

    words = read_words(words_file)
    with opened(workspace, passphrase_file, "recovery-kit") as session:
        line, now, fingerprint = session.kits.check(words), session.now(), session.station.fingerprint
    if as_json:
        show_json(
            {"state": "current", "code": line.code, "fingerprint": fingerprint, "printed_at": iso(line.printed_at_ms)}
        )
    else:
        show_lines([f"These words are the current recovery kit {line.code}, printed {clock(line.printed_at_ms, now)}"])
