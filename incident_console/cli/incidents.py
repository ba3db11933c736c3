# SPDX-License-Identifier: Apache-2.0
"""Commands about incidents: list them and the plans, open one."""

from __future__ import annotations

from typing import Annotated

import typer

from .common import Json, PassphraseFile, Workspace, opened
from .output import show_json, show_lines, show_table


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("incidents")(incidents)
    app.command("plans")(plans)
    app.command("open-incident")(open_incident)


def incidents(workspace: Workspace, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """List the incidents, the open ones first."""
    from incident_console.services.times import clock, iso, iso_or_none

    with opened(workspace, passphrase_file, "incidents") as session:
        lines, now = session.incidents.lines(), session.station.now()
    if as_json:
        show_json(
            [
                {
                    "id": line.id.hex(),
                    "name": line.name,
                    "state": line.state,
                    "severity": line.severity.words,
                    "plan": line.plan,
                    "started_at": iso(line.started_at_ms),
                    "opened_at": iso(line.opened_at_ms),
                    "next_report_at": iso_or_none(line.next_report_at_ms),
                    "headline": line.headline,
                    "conflicts": list(line.conflict_fields),
                }
                for line in lines
            ]
        )
        return
    show_table(
        [
            [line.id.hex()[:8], line.state, clock(line.started_at_ms, now), line.severity.words, line.name]
            for line in lines
        ],
        "There is no incident yet. Open one: open-incident.",
    )


def plans(as_json: Json = False) -> None:
    """List the plans from which an incident can be opened."""
    from incident_console.services.plans import plan_lines

    lines = plan_lines()
    if as_json:
        show_json(
            [
                {"id": line.id, "name": line.name, "version": line.version, "roles": line.roles, "tasks": line.tasks,
                 "call_lists": line.call_lists, "documents": list(line.documents), "summary": line.summary}
                for line in lines
            ]
        )  # fmt: skip
    else:
        show_table([[line.id, line.name, line.version, f"{line.tasks} tasks"] for line in lines], "There is no plan.")


def open_incident(
    workspace: Workspace,
    plan: Annotated[str, typer.Option("--plan", metavar="PLAN", help="The id or name of a plan.")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What people will say on the phone.")],
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Open an incident from a plan: roles, tasks with due times, call lists and first entries at once."""
    with opened(workspace, passphrase_file, "open-incident") as session:
        line = session.plans.open_incident(session.plans.find(plan), name)
    if as_json:
        show_json({"id": line.id.hex(), "name": line.name})
    else:
        show_lines([f"{line.id.hex()}  {line.name}"])
