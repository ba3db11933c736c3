# SPDX-License-Identifier: Apache-2.0
"""Commands about membership: who belongs to the team, other roles, removals, and work that is held."""

from __future__ import annotations

from typing import Annotated

import typer

from incident_console.domain.roles import parse_role

from .common import Json, PassphraseFile, Workspace, opened
from .output import show_json, show_lines, show_table, tell

_Station = Annotated[str, typer.Argument(metavar="STATION", help="The code or name of a station.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("members")(members)
    app.command("role")(role)
    app.command("revoke")(revoke)
    app.command("held")(held)
    app.command("admit-held")(admit_held)
    app.command("persons")(persons)


def members(workspace: Workspace, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """List the stations of the team, the removed ones too, and which write under the newest key."""
    with opened(workspace, passphrase_file, "members") as session:
        lines = session.team.members()
        switching = session.team.switching()
    if as_json:
        show_json(
            [
                {
                    "station": line.name, "code": line.code, "member": line.member, "role": line.role,
                    "state": "active" if line.is_active else "revoked", "switched": line.has_switched,
                    "kind": "recovery kit" if line.is_paper else "laptop", "self": line.is_self,
                }
                for line in lines
            ]
        )  # fmt: skip
        return
    show_table(
        [[line.code, line.name, line.member, line.role, "active" if line.is_active else "removed"] for line in lines],
        "This laptop was not admitted yet.",
    )
    if switching:
        show_lines([f"{switching[0]} of {switching[1]} have switched to the new key"])


def role(
    workspace: Workspace,
    station: _Station,
    new_role: Annotated[str, typer.Argument(metavar="ROLE", help="admin, coordinator, responder or viewer.")],
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Give a station another role; its work up to now keeps the right it had."""
    chosen = parse_role(new_role)
    with opened(workspace, passphrase_file, "role") as session:
        line = session.team.find_member(station)
        session.governing.change_role(line.device, chosen)
    if as_json:
        show_json({"station": line.name, "code": line.code, "role": chosen.word})
    else:
        show_lines([f"{line.name} ({line.code}) is {chosen.word} now"])


def revoke(
    workspace: Workspace, station: _Station, passphrase_file: PassphraseFile = None, as_json: Json = False
) -> None:
    """Remove a station from the team, such as a lost laptop, and change the team's key."""
    with opened(workspace, passphrase_file, "revoke") as session:
        line = session.team.find_member(station)
        session.governing.revoke(line.device)
        key = None if session.is_removed else session.governing.key  # whoever leaves makes no key
        lacks_kit = line.is_paper and session.kits.current() is None
    epoch, generation = key or (None, None)
    if as_json:
        show_json({"station": line.name, "code": line.code, "epoch": epoch, "generation": generation})
    else:
        new_key = f"the team writes under key {generation} from now on" if key else "another admin makes the new key"
        show_lines(
            [
                f"{line.name} ({line.code}) is removed; {new_key}",
                "Stations that have not heard of it still write under the old key: members tells who has switched",
            ]
        )
    if lacks_kit:
        tell("That was the only recovery kit: if every laptop is lost now, nobody reads the record again. Print one.")


def held(workspace: Workspace, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """List work that is kept but does not count, such as what a removed station wrote afterwards."""
    from incident_console.services.times import clock, iso

    with opened(workspace, passphrase_file, "held") as session:
        lines, now = session.governing.held(), session.now()
    if as_json:
        show_json(
            [
                {
                    "id": line.id, "station": line.station, "reason": line.reason, "what": list(line.what),
                    "sealed_at": iso(line.sealed_at_ms), "admissible": line.may_count,
                }
                for line in lines
            ]
        )  # fmt: skip
        return
    rows = [
        [line.id[:12], clock(line.sealed_at_ms, now), line.station, f"{'; '.join(line.what)} - {line.reason}"]
        for line in lines
    ]
    show_table(rows, "Nothing is held: everything that arrived counts.")


def admit_held(
    workspace: Workspace,
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids as held lists them; the beginning will do.")],
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Let held work count after all."""
    with opened(workspace, passphrase_file, "admit-held") as session:
        lines = session.governing.admit_held(ids)
    if as_json:
        show_json({"admitted": [line.id for line in lines]})
    else:
        show_lines([f"{len(lines)} admitted: it counts from now on"])


def persons(
    workspace: Workspace,
    add: Annotated[str | None, typer.Option("--add", metavar="NAME", help="Somebody else who works here too.")] = None,
    write_as: Annotated[
        str | None, typer.Option("--as", metavar="PERSON", help="Who is writing from now on: a name or id.")
    ] = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """List who works at this laptop and who of them is writing; add somebody, or let another one write."""
    from incident_console.services.finding import find_one

    with opened(workspace, passphrase_file, "persons") as session:
        writers = session.writers
        if add is not None:
            writers.add(add)
        if write_as is not None:
            here = writers.lines()
            chosen = find_one(write_as, "persons", here, lambda line: line.id.hex(), lambda line: (line.name,))
            writers.choose(chosen.id)
        lines = writers.lines()
    if as_json:
        show_json([{"id": line.id.hex(), "name": line.name, "writing": line.is_writing} for line in lines])
        return
    rows = [[line.name, "is writing" if line.is_writing else ""] for line in lines]
    show_table(rows, "This laptop was not admitted yet.")
