# SPDX-License-Identifier: Apache-2.0
"""Commands about people: list them, import contacts, record how a call ended."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .common import Incident, Json, PassphraseFile, Workspace, opened
from .output import progress, show_json, show_lines, show_table, tell


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("people")(people)
    app.command("call")(call)
    app.command("import-contacts")(import_contacts)


def people(workspace: Workspace, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """List the people and their numbers."""
    with opened(workspace, passphrase_file, "people") as session:
        lines = session.people.lines()
    if as_json:
        show_json(
            [
                {
                    "id": line.id.hex(),
                    "name": line.name,
                    "organisation": line.organisation,
                    "title": line.title,
                    "numbers": [
                        {"kind": one.kind, "number": one.shown, "e164": one.e164, "wrong": one.is_wrong}
                        for one in line.numbers
                    ],
                    "emails": list(line.emails),
                    "groups": list(line.groups),
                }
                for line in lines
            ]
        )
        return
    rows = [[line.id.hex()[:8], line.name, ", ".join(one.shown for one in line.numbers), line.about] for line in lines]
    show_table(rows, "There is nobody yet. Import some: import-contacts.")


def call(
    workspace: Workspace,
    incident: Incident,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The name or id of a person.")],
    outcome: Annotated[
        str,
        typer.Argument(metavar="OUTCOME", help="reached, no_answer, busy, left_message, wrong_number or delegated."),
    ],
    note: Annotated[str, typer.Option("--note", metavar="N", help="What was said.")] = "",
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Record how a call ended."""
    from incident_console.services.times import iso, iso_or_none

    with opened(workspace, passphrase_file, "call") as session:
        place, who = session.incidents.find(incident).id, session.people.find(person)
        line = session.calls.record(place, who.id, outcome, note=note)
    if as_json:
        show_json(
            {
                "id": line.id.hex(),
                "person": line.person.hex(),
                "name": line.name,
                "outcome": line.outcome,
                "number": line.number,
                "note": line.note,
                "at": iso(line.at_ms),
                "retry_at": iso_or_none(line.retry_at_ms),
            }
        )
    else:
        show_lines([f"{line.name}: {line.outcome.replace('_', ' ')}"])


def import_contacts(
    workspace: Workspace,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A vCard or CSV file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")] = False,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Bring in contacts of an address book; somebody known already is recognised."""
    with opened(workspace, passphrase_file, "import-contacts") as session, progress() as told:
        done = session.contacts.import_file(file, is_dry_run=dry_run, progress=told)
    if as_json:
        failed = [{"where": one.where, "reason": one.reason} for one in done.failed]
        show_json({"added": done.added, "changed": done.changed, "same": done.same, "failed": failed})
        return
    if dry_run:
        show_table(
            [[one.kind, one.name, ", ".join(one.numbers), ", ".join(one.differences)] for one in done.people], ""
        )
    counts = f"{done.added} added, {done.changed} changed, {done.same} the same, {len(done.failed)} failed"
    show_lines([f"{counts} (nothing was written)" if dry_run else counts])
    for one in done.failed:
        tell(f"{one.where}: {one.reason}")
