# SPDX-License-Identifier: Apache-2.0
"""Commands about documents: list them with their reviews, show the words of one, and let one leave in plain."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .common import Category, Json, Owner, PassphraseFile, Tags, Vital, Workspace, opened
from .output import progress, show_json, show_lines, show_table, tell

if TYPE_CHECKING:
    from incident_console.services.documents import DocumentLine
    from incident_console.services.vital_documents import Presence

Document = Annotated[str, typer.Argument(metavar="ID", help="Its id, the beginning of it, its path or its title.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("documents")(documents)
    app.command("show-document")(show_document)
    app.command("export-document")(export_document)


def documents(
    workspace: Workspace,
    category: Category = "",
    tag: Tags = None,
    owner: Owner = "",
    is_vital: Vital = None,
    review: Annotated[
        str, typer.Option("--review", metavar="R", help="Only those whose review is none, current, due or overdue.")
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Decrypt and hash each vital document on this laptop as well.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """List the documents: how they stand, their versions and reviews, and where the vital ones are."""
    with opened(workspace, passphrase_file, "documents") as session:
        wanted = {"category": [category], "owner": [owner], "tag": tag or [], "review": [review]}
        lines = [line for line in session.documents.lines() if _is_wanted(line, wanted, is_vital)]
        vital = [line.id for line in lines if line.is_vital]
        presence = session.vital_documents.presence(vital)
        checked: dict[bytes, str] = {}
        if check:
            with progress() as told:
                checked = {one.document: one.problem for one in session.vital_documents.check(vital, told)}
    if as_json:
        show_json([_as_json(line, presence.get(line.id), checked.get(line.id)) for line in lines])
    else:
        rows = [_row(line, presence.get(line.id), checked.get(line.id)) for line in lines]
        show_table(rows, "There is no such document. Import some: import-documents.")


def show_document(
    workspace: Workspace, document: Document, passphrase_file: PassphraseFile = None, as_json: Json = False
) -> None:
    """Print the words of a document; nothing is written to the disk."""
    with opened(workspace, passphrase_file, "show-document") as session:
        line = session.documents.find(document)
        text = session.documents.text(line.id)
    if as_json:
        show_json({"id": line.id.hex(), "title": line.title, "version": line.version, "text": text})
    elif text.strip():
        show_lines(text.splitlines())
    else:
        tell(f"{line.title} holds no words that can be shown here. The window shows it; export-document lets it leave.")


def export_document(
    workspace: Workspace,
    document: Document,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write; it must not be there yet.")],
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Write a document in plain to a file for you alone, and keep in the record that it left."""
    with opened(workspace, passphrase_file, "export-document") as session:
        line = session.documents.find(document)
        warning = session.document_leaving.warning(out)
        if warning:
            tell(f"{warning}: what is written there leaves this laptop.")
        path = session.document_leaving.export(line.id, out)
    if as_json:
        show_json({"id": line.id.hex(), "out": str(path), "bytes": line.size, "warning": warning or None})
    else:
        show_lines(
            [f"{line.title}: written to {path}, not encrypted. The record keeps that it left. Delete it after use."]
        )


def _is_wanted(line: DocumentLine, wanted: Mapping[str, list[str]], is_vital: bool | None) -> bool:
    held = {"category": [line.category], "owner": [line.owner], "tag": line.tags, "review": [line.review.value]}
    return is_vital in (None, line.is_vital) and all(
        not value or value.casefold() in {each.casefold() for each in held[field]}
        for field, values in wanted.items()
        for value in values
    )


def _state(line: DocumentLine) -> str:
    if line.is_hidden:
        return "restricted"
    return "not_here" if not line.is_here else "two_versions" if line.has_two_versions else "ok"


def _as_json(line: DocumentLine, presence: Presence | None, problem: str | None) -> dict[str, object]:
    """A document for programs; "stations" only of vital ones, "readable" only where it was checked."""
    from incident_console.services.times import iso, iso_or_none
    from incident_console.services.vital_documents import Held

    return {
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
        "state": _state(line),
        "version": line.version,
        "tags": list(line.tags),
        "classification": line.classification or "open",
        "readers": list(line.readers),
        "site": line.site,
        "service": line.service,
        "conflicts": list(line.conflict_fields),
        "review": {
            "state": line.review.value,
            "reviewed_on": line.reviewed_on or None,
            "interval_days": line.review_interval_days,
            "next_on": line.next_review_on or None,
            "by": line.reviewed_by or None,
            "at": iso_or_none(line.reviewed_at_ms),
        },
        "left": [
            {"how": each.how, "by": each.by, "station": each.station, "at": iso(each.at_ms)} for each in line.left
        ],
        "stations": {held.value: list(presence.named(held)) for held in Held} if presence else None,
        "readable": None if problem is None else not problem,
    }


def _row(line: DocumentLine, presence: Presence | None, problem: str | None) -> list[str]:
    """A document for people: id, title, how it stands, versions, review, path."""
    state = {"ok": "", "not_here": "not here yet", "two_versions": "two versions", "restricted": "restricted"}
    told = ["vital" if line.is_vital else "", state[_state(line)], presence.words if presence else ""]
    told.append("" if problem is None else problem or "readable here")
    versions = "1 version" if line.version_count == 1 else f"{line.version_count} versions"
    return [line.id.hex()[:8], line.title, ", ".join(filter(None, told)), versions, _review(line), line.path]


def _review(line: DocumentLine) -> str:
    if line.next_review_on:
        return f"review {line.review.value}, {line.next_review_on}"
    return "never reviewed" if line.review_interval_days else ""
