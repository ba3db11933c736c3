# SPDX-License-Identifier: Apache-2.0
"""Commands about documents: list and import them, and search everything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from incident_console.domain.errors import KnownError

from .common import Json, PassphraseFile, Workspace, opened
from .output import progress, show_json, show_lines, show_table, tell


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("documents")(documents)
    app.command("import-documents")(import_documents)
    app.command("search")(search)


def documents(workspace: Workspace, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """List the documents."""
    from incident_console.services.times import iso

    with opened(workspace, passphrase_file, "documents") as session:
        lines = session.documents.lines()
    if as_json:
        show_json(
            [
                {
                    "id": line.id.hex(),
                    "title": line.title,
                    "path": line.path,
                    "file_name": line.file_name,
                    "media_type": line.media_type,
                    "size": line.size,
                    "sha256": line.sha256.hex(),
                    "category": line.category,
                    "owner": line.owner,
                    "vital": line.is_vital,
                    "versions": line.version_count,
                    "added_at": iso(line.added_at_ms),
                    "here": line.is_here,
                }
                for line in lines
            ]
        )
    else:
        rows = [[line.id.hex()[:8], line.title, "vital" if line.is_vital else "", line.path] for line in lines]
        show_table(rows, "There is no document yet. Import some: import-documents.")


def import_documents(
    workspace: Workspace,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders.")],
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Bring files and whole folders into the document library."""
    with opened(workspace, passphrase_file, "import-documents") as session, progress() as told:
        done = session.documents.import_paths(paths, told)
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
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="All of them must be there.")],
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Find entries, tasks, documents, people and messages by the words in them."""
    with opened(workspace, passphrase_file, "search") as session:
        session.documents.read_for_search()
        hits = session.search.find(" ".join(words))
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
