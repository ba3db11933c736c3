# SPDX-License-Identifier: Apache-2.0
"""The command that issues a status report, or draws an issued one again."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

from incident_console.domain.errors import KnownError

from .common import Incident, Json, PassphraseFile, Workspace, opened
from .output import progress, show_json, show_lines

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("report")(report)


def report(
    workspace: Workspace,
    incident: Incident,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.pdf", help="Where to write the PDF.")],
    number: Annotated[str, typer.Option("--number", metavar="N", help="An issued report: 4 or R-JO4.")] = "",
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Issue a status report and write its PDF, or write that of an issued one again: always the same bytes."""
    _check_place(out)
    with opened(workspace, passphrase_file, "report") as session, progress() as told:
        place = session.incidents.find(incident).id
        line = session.reports.find(place, number) if number.strip() else session.reports.issue(place)
        drawn = session.reports.render(line.id, (lambda done, of: told("drawing", done, of)) if told else None)
    _write(out, drawn.pdf)
    if as_json:
        show_json({"out": str(out), "pages": drawn.pages, "number": line.ordinal, "label": line.label})
    else:
        show_lines([f"Status report no. {line.ordinal} ({line.label}), {drawn.pages} pages: {out}"])


def _check_place(out: Path) -> None:
    """Refuse, before a report is issued, a place that cannot be written."""
    if out.is_dir() or not out.parent.is_dir() or not os.access(out.parent, os.W_OK):
        raise KnownError(f"{out} cannot be written", "Nothing was issued.", "Name a file in a folder that is there.")


def _write(out: Path, pdf: bytes) -> None:
    """The whole file or none: written beside, then named."""
    beside = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, _NEW, 0o600), "wb") as file:
            file.write(pdf)
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise KnownError(
            f"{out} cannot be written", f"{error.strerror}. The report is issued and safe.", "Draw it again: --number."
        ) from error
