# SPDX-License-Identifier: Apache-2.0
"""Commands about tasks, and about fields that two people set differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .common import Incident, Json, PassphraseFile, Workspace, opened
from .output import show_json, show_lines, show_table

if TYPE_CHECKING:
    from incident_console.domain.operation import Value
    from incident_console.services.conflicts import ConflictChoice, ConflictLine
    from incident_console.services.tasks import TaskLine

_Owner = Annotated[str | None, typer.Option("--owner", metavar="O", help="The person who does it.")]
_Due = Annotated[str | None, typer.Option("--due", metavar="T", help="14:05, +30, an ISO time, or none.")]
_Role = Annotated[str | None, typer.Option("--role", metavar="R", help="The role that answers for it.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help="Change a task, or add one.", rich_markup_mode=None)
    group.command("set")(set_task)
    group.command("add")(add_task)
    app.command("tasks")(tasks)
    app.add_typer(group, name="task")
    app.command("conflicts")(conflicts)
    app.command("settle")(settle)


def tasks(
    workspace: Workspace, incident: Incident, passphrase_file: PassphraseFile = None, as_json: Json = False
) -> None:
    """List the tasks of an incident."""
    from incident_console.services.times import clock

    with opened(workspace, passphrase_file, "tasks") as session:
        lines, now = session.tasks.lines(session.incidents.find(incident).id), session.station.now()
    if as_json:
        show_json([_task(line) for line in lines])
        return
    rows = [
        [line.label, line.state, clock(line.due_at_ms, now) if line.due_at_ms is not None else "-", line.answerable,
         f"{'OVERDUE ' if line.is_overdue else ''}{line.title}{' [two values]' if line.conflict_fields else ''}"]
        for line in lines
    ]  # fmt: skip
    show_table(rows, "There is no task yet. Add one: task add.")


def set_task(
    workspace: Workspace,
    task: Annotated[str, typer.Argument(metavar="TASK", help="Its number (T-JO9), its id, or its title.")],
    state: Annotated[
        str | None, typer.Option("--state", metavar="S", help="open, in_progress, done or not_applicable.")
    ] = None,
    owner: _Owner = None,
    due: _Due = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="R", help="Why it is not applicable.")] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="T", help="What has to be done.")] = None,
    role: _Role = None,
    acknowledge: Annotated[bool, typer.Option("--acknowledge", help="Say that the owner knows of it.")] = False,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Change a task."""
    from incident_console.services.times import parse_due_time

    given = {"state": state, "owner": owner, "reason": reason, "title": title, "role": role}
    fields: dict[str, Value] = {name: value for name, value in given.items() if value is not None}
    if not fields and due is None and not acknowledge:
        raise typer.BadParameter("name what to change, such as --state done")
    with opened(workspace, passphrase_file, "task set") as session:
        found = session.tasks.find(task).id
        if due is not None:
            fields["due_at_ms"] = parse_due_time(due, session.station.now())
        line = session.tasks.change(found, **fields)
        if acknowledge:
            line = session.tasks.acknowledge(found)
    _show_task(line, as_json=as_json)


def add_task(
    workspace: Workspace,
    incident: Incident,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What has to be done.")],
    role: _Role = None,
    owner: _Owner = None,
    due: _Due = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Add a task to an incident."""
    from incident_console.services.times import parse_due_time

    with opened(workspace, passphrase_file, "task add") as session:
        place = session.incidents.find(incident).id
        due_at_ms = parse_due_time(due, session.station.now()) if due is not None else None
        line = session.tasks.add(place, title, owner=owner or "", role=role or "", due_at_ms=due_at_ms)
    _show_task(line, as_json=as_json)


def conflicts(workspace: Workspace, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """List fields that two people set differently; the first value is the one shown."""
    with opened(workspace, passphrase_file, "conflicts") as session:
        lines = session.conflicts.lines()
    if as_json:
        show_json([_conflict(line) for line in lines])
        return
    for line in lines:
        show_lines([f"{line.id}  {line.title}: {line.name}"])
        show_lines(f"    {choice.words}  ({choice.author} · {choice.station})" for choice in line.choices)
    if not lines:
        show_lines(["There is no conflict."])


def settle(
    workspace: Workspace,
    conflict: Annotated[str, typer.Argument(metavar="CONFLICT", help="Its id, or the beginning of it.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="One of the values, or another one.")],
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Settle a conflict by one of its values, or by another one."""
    with opened(workspace, passphrase_file, "settle") as session:
        line = session.conflicts.settle(conflict, value)
    if as_json:
        show_json({"id": line.id, "entity": line.entity.hex(), "field": line.name, "value": value})
    else:
        show_lines([f"{line.title}: {line.name} is {value}"])


def _show_task(line: TaskLine, *, as_json: bool) -> None:
    if as_json:
        show_json(_task(line))
    else:
        show_lines([f"{line.label}  {line.state}  {line.title}"])


def _task(line: TaskLine) -> dict[str, object]:
    from incident_console.services.times import iso_or_none

    return {
        "id": line.id.hex(),
        "number": line.label,
        "title": line.title,
        "state": line.state,
        "owner": line.answerable,
        "due": iso_or_none(line.due_at_ms),
        "role": line.role_title,
        "person": line.owner,
        "overdue": line.is_overdue,
        "priority": line.priority,
        "phase": line.phase,
        "reason": line.reason,
        "acknowledged_by": line.acknowledged_by,
        "blocked_by": list(line.blocked_by),
        "steps": [{"key": step.key, "text": step.text, "done": step.is_done} for step in line.steps],
        "conflicts": list(line.conflict_fields),
    }


def _conflict(line: ConflictLine) -> dict[str, object]:
    return {
        "id": line.id,
        "entity": line.entity.hex(),
        "field": line.name,
        "thing": line.thing,
        "title": line.title,
        "values": [_choice(choice) for choice in line.choices],
    }


def _choice(choice: ConflictChoice) -> dict[str, object]:
    from incident_console.services.times import iso

    return {
        "value": None if choice.value is None else choice.words,
        "author": choice.author,
        "station": choice.station,
        "at": iso(choice.at_ms),
    }
