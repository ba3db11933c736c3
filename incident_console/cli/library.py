# SPDX-License-Identifier: Apache-2.0
"""Commands about the library as a whole: bring documents in, and search everything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from incident_console.domain.errors import KnownError

from .common import Category, Json, Owner, PassphraseFile, Tags, Vital, Workspace, opened
from .output import progress, show_json, show_lines, show_table, tell


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("import-documents")(import_documents)
    app.command("search")(search)


def import_documents(
    workspace: Workspace,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders.")],
    category: Annotated[str, typer.Option("--category", metavar="C", help="What they all are, such as plan.")] = "",
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="T", help="A tag for all of them; again for more.")
    ] = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Bring files and whole folders into the document library."""
    with opened(workspace, passphrase_file, "import-documents") as session, progress() as told:
        done = session.documents.import_paths(paths, told)
        if category:
            session.document_properties.change(done.documents, {"category": category})
        if tag:
            session.document_properties.change_tags(done.documents, tag)
    if as_json:
        failed = [{"path": one.path, "reason": one.reason} for one in done.failed]
        show_json({"added": done.added, "updated": done.updated, "same": done.same, "failed": failed})
    else:
        show_lines([f"{done.added} added, {done.updated} updated, {done.same} the same, {len(done.failed)} failed"])
        for path, warning in [*((one.path, one.reason) for one in done.failed), *done.warnings]:
            tell(f"{path}: {warning}")
    if done.failed and not (done.added or done.updated or done.same):
        raise KnownError("Nothing could be imported", done.failed[0].reason)


def search(
    workspace: Workspace,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS...",
            help="All of them must be there; also category:C tag:T owner:O vital:yes site:S service:S.",
        ),
    ] = None,
    category: Category = "",
    tag: Tags = None,
    owner: Owner = "",
    is_vital: Vital = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Find entries, tasks, documents, people and messages by the words in them."""
    from incident_console.services.search import Filter

    wanted = {"category": category, "owner": owner, "vital": {True: "yes", False: "no", None: ""}[is_vital]}
    filters = [Filter(field, value, is_whole=True) for field, value in wanted.items() if value]
    filters += [Filter("tag", each, is_whole=True) for each in tag or ()]
    if not (words or filters):
        raise typer.BadParameter("Say what to find.")
    with opened(workspace, passphrase_file, "search") as session:
        session.documents.read_for_search()
        hits = session.search.find(" ".join(words or ()), filters=filters)
    if as_json:
        show_json(
            [
                {"kind": hit.kind, "id": hit.id.hex(), "title": hit.title, "snippet": hit.snippet,
                 "incident": hit.incident.hex() if hit.incident else None}
                for hit in hits
            ]
        )  # fmt: skip
    else:
        show_table([[hit.kind, hit.title, hit.snippet] for hit in hits], "Nothing holds all of these words.")
