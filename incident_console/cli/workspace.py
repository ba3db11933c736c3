# SPDX-License-Identifier: Apache-2.0
"""Commands about the workspace and its team: make one, join one, admit others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from incident_console.domain.roles import parse_role

from .common import Json, KdfMemory, PassphraseFile, Workspace, opened
from .output import progress, show_json, show_lines, show_table
from .passphrase import read_passphrase

_Member = Annotated[str, typer.Option("--member", metavar="NAME", help="Who sits at this laptop.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("create")(create)
    app.command("join")(join)
    app.command("requests")(requests)
    app.command("admit")(admit)
    app.command("rebuild")(rebuild)


def create(
    workspace: Workspace,
    member: _Member,
    team: Annotated[str, typer.Option("--team", metavar="NAME", help="What the team is called.")],
    folder: Annotated[Path | None, typer.Option("--folder", metavar="DIR", help="The team's shared folder.")] = None,
    exercise: Annotated[
        bool, typer.Option("--exercise", help="An exercise, with keys and storage of its own.")
    ] = False,
    kdf_memory: KdfMemory = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Found a team on this laptop; its member becomes admin."""
    from incident_console.services.session import NewTeam, create_session

    passphrase = read_passphrase(passphrase_file, is_new=True)
    new = NewTeam(team, member, exercise)
    session = create_session(workspace, passphrase, new, folder=folder, kdf_memory_mib=kdf_memory, purpose="create")
    station = session.station
    made = {
        "workspace": str(workspace),
        "team": station.team_name,
        "station": station.code,
        "fingerprint": station.fingerprint,
        "exercise": station.is_exercise,
    }
    session.close()
    if as_json:
        show_json(made)
    else:
        kind = "Exercise team" if exercise else "Team"
        show_lines([f"{kind} {made['team']}, station {made['station']}, fingerprint {made['fingerprint']}"])


def join(
    workspace: Workspace,
    folder: Annotated[
        Path, typer.Option("--folder", metavar="DIR", help="The folder that the team syncs through, or a bundle of it.")
    ],
    member: _Member,
    kdf_memory: KdfMemory = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Ask to join the team of a folder, and print the 8 words to read to an admin; asked again, it tells the state."""
    from incident_console.services.session import is_workspace, join_session, open_session

    if is_workspace(workspace):
        session = open_session(workspace, read_passphrase(passphrase_file), purpose="incident-console join")
        if folder.is_file():
            session.bundles.read(folder)
        else:
            session.folders.sync([folder])
    else:
        passphrase = read_passphrase(passphrase_file, is_new=True)
        session = join_session(workspace, passphrase, folder=folder, member=member, kdf_memory_mib=kdf_memory)
    words, is_joined = session.team.join_words(), session.station.is_joined
    session.close()
    if as_json:
        show_json({"words": list(words), "state": "joined" if is_joined else "waiting", "workspace": str(workspace)})
    else:
        next_step = "This laptop is a member." if is_joined else "Read these words to an admin by phone, then sync."
        show_lines([" ".join(words), next_step])


def requests(workspace: Workspace, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """List the laptops that ask to join, each with its 8 words."""
    with opened(workspace, passphrase_file, "requests") as session:
        session.folders.sync()
        lines = [(one.id, one.member, session.team.words_of(one.id)) for one in session.team.requests()]
    if as_json:
        show_json([{"id": request, "member": member, "words": list(words)} for request, member, words in lines])
    else:
        show_table([[request, member, " ".join(words)] for request, member, words in lines], "Nobody asks to join.")


def admit(
    workspace: Workspace,
    request: Annotated[str, typer.Argument(metavar="REQUEST", help="Its id, the beginning of it, or the member.")],
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="ROLE", help="admin, coordinator, responder or viewer; not with --replaces."),
    ] = None,
    code: Annotated[str | None, typer.Option("--code", metavar="CODE", help="The station's code in numbers.")] = None,
    same_person: Annotated[
        str | None, typer.Option("--same-person", metavar="STATION", help="Who asks works at this station too.")
    ] = None,
    replaces: Annotated[
        str | None,
        typer.Option("--replaces", metavar="STATION", help="It takes the place of this station, which is removed."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Let a laptop in; compare the 8 words by phone first."""
    if (role is None) == (replaces is None) or (same_person and replaces):
        raise typer.BadParameter("say either --role, perhaps with --same-person, or --replaces")
    chosen = parse_role(role) if role is not None else None
    with opened(workspace, passphrase_file, "admit") as session:
        session.folders.sync()
        team = session.team
        asking = team.find_request(request).id
        if chosen is None:
            member = team.replace(asking, team.find_member(replaces or "").device, code)
        else:
            known = team.find_member(same_person).device if same_person else None
            member = team.admit(asking, chosen, code, same_person=known)
        session.folders.sync()
    if as_json:
        show_json({"id": member.device.hex(), "code": member.code, "member": member.member, "role": member.role})
    else:
        show_lines([f"{member.member} is {member.role}, station {member.code}"])


def rebuild(workspace: Workspace, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """Make the index anew from the record; loses nothing."""
    with opened(workspace, passphrase_file, "rebuild", may_wait=True) as session, progress() as told:
        state_hash = session.rebuild(told)
    if as_json:
        show_json({"state_hash": state_hash})
    else:
        show_lines([f"Made anew, state {state_hash}"])
