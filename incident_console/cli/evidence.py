# SPDX-License-Identifier: Apache-2.0
"""Commands about evidence: write a package that a stranger can check, and check one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .common import Incident, Json, PassphraseFile, Workspace, opened
from .output import progress, show_json, show_lines, tell


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("evidence")(evidence)
    app.command("verify")(verify)


def evidence(
    workspace: Workspace,
    incident: Incident,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new directory for the package.")],
    redact: Annotated[
        str, typer.Option("--redact", metavar="TAGS", help="Withhold the text of entries: privileged,personal,JO-17")
    ] = "",
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Write the status log of an incident with all signatures, for somebody without this program."""
    with opened(workspace, passphrase_file, "evidence") as session, progress() as told:
        place = session.incidents.find(incident).id
        written = session.evidence.export(place, out, redact.split(","), told)
    for entry, what in written.faults:
        tell(f"Already at fault: {f'{entry}: ' if entry else ''}{what}")
    if as_json:
        show_json({"out": str(written.out), "entries": written.entries, "redacted": written.redacted})
    else:
        show_lines([f"{written.entries} entries, {written.redacted} of them redacted: {written.out}"])
        show_lines([f"Who lacks this program checks it there with: {written.command}"])


def verify(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The directory of an evidence package.")],
    team: Annotated[
        str | None, typer.Option("--team", metavar="FINGERPRINT", help="As printed on a status report or recovery kit.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check an evidence package; every fault is told with the number of its entry."""
    from incident_console.services.evidence_check import check

    checked = check(directory, team)
    if as_json:
        faults = [{"entry": entry or None, "what": what} for entry, what in checked.faults]
        show_json({"ok": checked.is_ok, "findings": faults, "notes": list(checked.notes)})
    else:
        show_lines([f"{entry}: {what}" if entry else what for entry, what in checked.faults])
        show_lines(checked.notes)
        show_lines(["Everything holds" if checked.is_ok else f"{len(checked.faults)} faults"])
    if not checked.is_ok:
        raise typer.Exit(1)
