# SPDX-License-Identifier: Apache-2.0
"""Commands about bundles: one file with what a station lacks, to be sent by mail, and taking in one that came."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .common import Json, PassphraseFile, Workspace, opened
from .output import progress, show_json, show_lines


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("bundle")(bundle)
    app.command("bundle-import")(bundle_import)


def bundle(
    workspace: Workspace,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the bundle.")],
    station: Annotated[
        str, typer.Option("--for", metavar="STATION", help="Only what this station lacks: its code or name.")
    ] = "",
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Write everything, or what one station lacks, into one sealed file that can be sent by mail."""
    with opened(workspace, passphrase_file, "bundle", may_wait=True) as session, progress() as told:
        device = session.bundles.find_station(station) if station.strip() else None
        saved = session.bundles.save(out, device, told)
    if as_json:
        show_json({"out": str(out), "files": saved.files})
    else:
        show_lines([f"{saved.files} files: {out}"])
    if saved.problem:
        raise saved.problem


def bundle_import(
    workspace: Workspace,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A bundle that came.")],
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Take in what a bundle holds and this laptop lacks; a second time it does nothing."""
    with opened(workspace, passphrase_file, "bundle-import", may_wait=True) as session, progress() as told:
        taken = session.bundles.read(file, told)
        if taken.received and session.station.is_joined:
            session.documents.read_for_search()
        state = "joined" if session.station.is_joined else "waiting"
    if as_json:
        show_json({"received": taken.received, "state": state})
    else:
        waits = [] if state == "joined" else ["waiting for admission"]
        show_lines([", ".join([f"{taken.received} files received", *waits])])
    if taken.problem:
        raise taken.problem
