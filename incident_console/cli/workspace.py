# SPDX-License-Identifier: Apache-2.0
"""Commands about the workspace and its team: make one, join one, admit others, see how it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incident_console.domain.roles import parse_role

from .common import Json, KdfMemory, PassphraseFile, Workspace, opened, tell_standing
from .output import progress, show_json, show_lines, show_table
from .passphrase import read_passphrase

if TYPE_CHECKING:
    from incident_console.services.session import Session
    from incident_console.services.status import StatusSummary

_Member = Annotated[str, typer.Option("--member", metavar="NAME", help="Who sits at this laptop.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("create")(create)
    app.command("join")(join)
    app.command("requests")(requests)
    app.command("admit")(admit)
    app.command("status")(status)
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


def status(workspace: Workspace, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """Show what this laptop holds, which stations it heard, and how its folders are."""
    with opened(workspace, passphrase_file, "status", may_wait=True) as session:
        summary = session.status.summary()
        (show_status_json if as_json else show_status)(session, summary)
        tell_standing(session)


def rebuild(workspace: Workspace, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """Make the index anew from the record; loses nothing."""
    with opened(workspace, passphrase_file, "rebuild", may_wait=True) as session, progress() as told:
        state_hash = session.rebuild(told)
    if as_json:
        show_json({"state_hash": state_hash})
    else:
        show_lines([f"Made anew, state {state_hash}"])


def show_status_json(session: Session, summary: StatusSummary) -> None:
    """The status for programs."""
    from incident_console.services.times import iso_or_none

    station = session.station
    show_json(
        {
            "state": "joined" if station.is_joined else "waiting",
            "team": station.team_name,
            "exercise": station.is_exercise,
            "station": station.code if station.is_joined else None,
            "fingerprint": station.fingerprint,
            "state_hash": summary.state_hash,
            "set_hash": summary.set_hash,
            "counts": summary.counts,
            "newer": {
                "entries": summary.newer.entries,
                "files": summary.newer.files,
                "version": summary.newer.version or None,
            },
            "stations": [
                {
                    "name": line.name,
                    "code": line.code,
                    "member": line.member,
                    "role": line.role,
                    "last_heard": iso_or_none(line.last_heard_ms),
                    "silent": line.is_silent,
                    "state": line.state,
                    "missing_batches": line.missing_batches,
                    "self": line.is_self,
                }
                for line in summary.stations
            ],
            "folders": [
                {"path": line.path, "state": line.state, "synced_at": iso_or_none(line.synced_at_ms)}
                for line in session.folders.lines()
            ],
            "quarantine": [
                {"name": line.name, "reason": line.reason, "folder": line.folder} for line in summary.set_aside
            ],
        }
    )


def show_status(session: Session, summary: StatusSummary) -> None:
    """The status for people."""
    from incident_console.services.status import coverage_words
    from incident_console.services.times import clock

    station, now = session.station, session.station.now()
    wall = "EXERCISE" if station.is_exercise else "REAL"
    who = f"station {station.code}" if station.is_joined else "waiting for admission"
    rows = [["Team", f"{station.team_name or '?'} ({wall}), {who}, fingerprint {station.fingerprint}"]]
    rows.append(["Holds", ", ".join(f"{count} {name}" for name, count in summary.counts.items())])
    if summary.stations:
        rows.append(["Coverage", coverage_words(summary.stations, now.ms)])
    for line in session.folders.lines():
        synced = f"synced {clock(line.synced_at_ms, now)}" if line.synced_at_ms is not None else "never synced"
        rows.append(["Folder", f"{line.path}: {line.state} since {clock(line.since_ms, now)}, {synced}"])
    if summary.newer.words:
        rows.append(["Newer", f"{summary.newer.words}; kept and passed on until then"])
    rows += [["Set aside", f"{line.name}: {line.reason}"] for line in summary.set_aside]
    show_table([*rows, ["State", summary.state_hash], ["Set", summary.set_hash]], "")
