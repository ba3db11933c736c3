# SPDX-License-Identifier: Apache-2.0
"""The command that says how this laptop stands: what it holds, whom it heard, its folders, clocks and membership."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from .common import Json, PassphraseFile, Workspace, opened, tell_notice, tell_standing
from .output import show_json, show_table

if TYPE_CHECKING:
    from incident_console.services.session import Session
    from incident_console.services.status import StatusSummary

_STATES = {
    "waiting": "waiting for admission",
    "joined": "station {}",
    "revoked": "station {}, removed from the team",
    "undone": "its admission does not count",
}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("status")(status)


def status(workspace: Workspace, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """Show what this laptop holds, which stations it heard, and how its folders are."""
    with opened(workspace, passphrase_file, "status", may_wait=True) as session:
        summary = session.status.summary()
        (_show_json if as_json else _show)(session, summary)
        tell_standing(session)
        if (unseen := session.notices.unseen()) is not None:
            tell_notice(unseen)


def _show_json(session: Session, summary: StatusSummary) -> None:
    """The status for programs."""
    from incident_console.services.clocks import ahead_ms
    from incident_console.services.times import iso, iso_or_none

    station, now, behind = session.station, session.now(), session.team.clocks_behind()
    show_json(
        {
            "state": _state(session),
            "team": station.team_name,
            "exercise": station.is_exercise,
            "station": station.code if station.is_joined else None,
            "fingerprint": station.fingerprint,
            "state_hash": summary.state_hash,
            "set_hash": summary.set_hash,
            "counts": summary.counts,
            "clock": {"now": iso(now.ms), "utc_offset_min": now.utc_offset_min, "warnings": _clocks(session, summary)},
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
                    "clock_ahead_s": round(ahead_ms(line, behind) / 1000),
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


def _state(session: Session) -> str:
    """How this laptop stands to its team, in the words of ``join`` and ``members``."""
    if not session.is_joined:
        return "waiting"
    return "revoked" if session.is_removed else "undone" if session.has_lost_admission else "joined"


def _clocks(session: Session, summary: StatusSummary) -> list[str]:
    """What there is to tell of clocks, the worst first."""
    from incident_console.services.clocks import gap_words, gaps, set_back_words

    told = [gap_words(*gap) for gap in gaps(summary.stations, session.team.clocks_behind())]
    return [*told, *filter(None, [set_back_words(session.status.set_back_ms())])]


def _show(session: Session, summary: StatusSummary) -> None:
    """The status for people."""
    from incident_console.services.status import coverage_words
    from incident_console.services.times import clock, full

    station, now = session.station, session.station.now()
    wall = "EXERCISE" if station.is_exercise else "REAL"
    who = _STATES[_state(session)].format(station.code if station.is_joined else "")
    rows = [["Team", f"{station.team_name or '?'} ({wall}), {who}, fingerprint {station.fingerprint}"]]
    rows.append(["Holds", ", ".join(f"{count} {name}" for name, count in summary.counts.items())])
    if summary.stations:
        rows.append(["Coverage", coverage_words(summary.stations, now.ms)])
    rows += [["Clock", words] for words in (full(now.ms, now.utc_offset_min), *_clocks(session, summary))]
    for line in session.folders.lines():
        synced = f"synced {clock(line.synced_at_ms, now)}" if line.synced_at_ms is not None else "never synced"
        rows.append(["Folder", f"{line.path}: {line.state} since {clock(line.since_ms, now)}, {synced}"])
    if summary.newer.words:
        rows.append(["Newer", f"{summary.newer.words}; kept and passed on until then"])
    rows += [["Set aside", f"{line.name}: {line.reason}"] for line in summary.set_aside]
    show_table([*rows, ["State", summary.state_hash], ["Set", summary.set_hash]], "")
