# SPDX-License-Identifier: Apache-2.0
"""Commands about the library as a whole: bring documents in, and search everything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incident_console.domain.errors import KnownError

from .common import Category, Json, Owner, PassphraseFile, Tags, Vital, Workspace, opened
from .output import progress, show_json, show_lines, show_table, tell

if TYPE_CHECKING:
    from incident_console.services.document_import import ImportOutcome


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
    skip_duplicates: Annotated[
        bool, typer.Option("--skip-duplicates", help="Leave out new files whose content another document has.")
    ] = False,
    is_dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")] = False,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Bring files and whole folders into the document library."""
    from incident_console.services.import_preview import planned_outcome

    with opened(workspace, passphrase_file, "import-documents") as session, progress() as told:
        if is_dry_run:
            plan = session.documents.preview_import(paths, told)
            _show_import(planned_outcome(plan, skips_twins=skip_duplicates), as_json=as_json, names_twins=True)
            return
        done = session.documents.import_paths(paths, told, skips_twins=skip_duplicates)
        if category:
            session.document_properties.change(done.documents, {"category": category})
        if tag:
            session.document_properties.change_tags(done.documents, tag)
    _show_import(done, as_json=as_json, names_twins=skip_duplicates)
    if done.failed and not (done.added or done.updated or done.same):
        raise KnownError("Nothing could be imported", done.failed[0].reason)


def _show_import(done: ImportOutcome, *, as_json: bool, names_twins: bool) -> None:
    """Tell what came of an import; for programs duplicates are named where they were asked for."""
    failed = [{"path": one.path, "reason": one.reason} for one in done.failed]
    if as_json:
        twins = [{"path": path, "same_as": title} for path, title in done.twins]
        counts = {"added": done.added, "updated": done.updated, "same": done.same}
        show_json({**counts, "failed": failed, **({"duplicates": twins} if names_twins else {})})
        return
    show_lines([f"{done.added} added, {done.updated} updated, {done.same} the same, {len(done.failed)} failed"])
    twin_words = [(path, f"It has the very content of \u201c{title}\u201d.") for path, title in done.twins]
    for path, words in [*((one.path, one.reason) for one in done.failed), *done.warnings, *twin_words]:
        tell(f"{path}: {words}")


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
        answer = session.search.answer(" ".join(words or ()), filters=filters)
    hits = answer.hits
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
        if len(hits) < answer.count:
            print(f"The best {len(hits):,} of {answer.count:,}.")
