# SPDX-License-Identifier: Apache-2.0
"""Commands about the status log: write lines, list, strike and mark them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from incident_console.domain.errors import KnownError

from .common import Incident, Json, PassphraseFile, Workspace, opened
from .output import show_json, show_lines, show_table, tell

if TYPE_CHECKING:
    from incident_console.domain.citation import Citation
    from incident_console.domain.clock import Moment
    from incident_console.services.session import Session
    from incident_console.services.status_log import EntryLine

_LONGEST_LINE = 256 * 1024
_Entry = Annotated[str, typer.Argument(metavar="ENTRY", help="Its number (JO-17), its id, or the beginning of it.")]
_Cites = Annotated[
    list[str] | None,
    typer.Option(
        "--cites",
        metavar="DOCUMENT",
        help="A document that it rests on, by id, title or file name: its version of now is cited. May be repeated.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("log")(log)
    app.command("entries")(entries)
    app.command("strike")(strike)
    app.command("significant")(significant)
    app.command("known-at", context_settings={"ignore_unknown_options": True})(known_at)  # a time may be -10
    app.command("tag")(tag)


def log(
    workspace: Workspace,
    incident: Incident,
    text: Annotated[str, typer.Argument(metavar="TEXT|-", help='What happened; "-" reads lines from stdin.')],
    kind: Annotated[
        str, typer.Option("--kind", metavar="K", help="fact, report, assessment, decision or action.")
    ] = "fact",
    at: Annotated[str, typer.Option("--at", metavar="TIME", help="When it happened: 14:05, -10, an ISO time.")] = "",
    cites: _Cites = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Write in the status log; each number is printed as soon as its line is durable."""
    from incident_console.services.times import parse_event_time

    with opened(workspace, passphrase_file, "log") as session:
        place = session.incidents.find(incident).id
        moment = parse_event_time(at, session.station.now()) if at.strip() else None
        cited = [session.citations.current(session.documents.find(named).id) for named in cites or ()]
        write = partial(session.log.add, place, kind=kind, at=moment, cites=cited)
        if text == "-":
            _log_lines(write, as_json=as_json)
        else:
            _show_saved(write(text), as_json=as_json)


def entries(
    workspace: Workspace, incident: Incident, passphrase_file: PassphraseFile = None, as_json: Json = False
) -> None:
    """List the status log of an incident, the oldest event first."""
    with opened(workspace, passphrase_file, "entries") as session:
        lines = session.log.lines(session.incidents.find(incident).id)
        now, titles = session.station.now(), _titles(session, lines)
    _show_entries(lines, titles, now, "Nothing was logged yet.", as_json=as_json)


def known_at(
    workspace: Workspace,
    incident: Incident,
    time: Annotated[str, typer.Argument(metavar="TIME", help="14:05, -10 (minutes), yesterday 23:50, an ISO time.")],
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """List the status log as this laptop knew it at an earlier moment, by its own clock."""
    from incident_console.services.times import clock, parse_moment_known

    with opened(workspace, passphrase_file, "known-at") as session:
        now = session.station.now()
        at = parse_moment_known(time, now)
        then = session.as_known.log(session.incidents.find(incident).id, at)
        titles = _titles(session, then.lines)
    _show_entries(then.lines, titles, now, f"Nothing was known here at {clock(at.ms, now)}.", as_json=as_json)
    if at.ms > now.ms:
        tell(f"{clock(at.ms, now)} is still to come: what is known here by now is listed, and more may arrive by then.")
    if not then.is_clock_sure:
        tell("This laptop's clock was set back over that time: what it stamped up to then, before or after, is listed.")


def _titles(session: Session, lines: Sequence[EntryLine]) -> dict[Citation, str]:
    """What the documents are called that these lines cite; one that did not reach this laptop has no title."""
    cites = dict.fromkeys(cite for line in lines for cite in line.cites)
    return {cited.cite: cited.title for cited in session.citations.lines(list(cites))}


def _show_entries(
    lines: Sequence[EntryLine], titles: Mapping[Citation, str], now: Moment, nothing: str, *, as_json: bool
) -> None:
    from incident_console.services.times import clock

    if as_json:
        show_json([_entry(line, titles) for line in lines])
    else:
        times = [clock(line.event_at_ms, now) for line in lines]
        rows = [
            (line.label, time, line.kind, f"{line.author} · {line.station}", _text(line, titles))
            for line, time in zip(lines, times, strict=True)
        ]
        show_table(rows, nothing)


def strike(
    workspace: Workspace,
    entry: _Entry,
    reason: Annotated[str, typer.Option("--reason", metavar="R", help="Why the entry is wrong.")],
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Rule an entry through, with the reason; it stays readable."""
    with opened(workspace, passphrase_file, "strike") as session:
        _show_saved(session.log.strike(session.log.find(entry).id, reason), as_json=as_json)


def significant(
    workspace: Workspace,
    entry: _Entry,
    off: Annotated[bool, typer.Option("--off", help="Take the mark off.")] = False,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Mark an entry as significant: status reports show it."""
    with opened(workspace, passphrase_file, "significant") as session:
        line = session.log.mark(session.log.find(entry).id, not off)
    if as_json:
        show_json({"id": line.id.hex(), "number": line.label, "significant": line.is_significant})
    else:
        show_lines([f"{line.label} is {'' if line.is_significant else 'not '}significant"])


def tag(
    workspace: Workspace,
    entry: _Entry,
    word: Annotated[str, typer.Argument(metavar="TAG", help="privileged or personal.")],
    off: Annotated[bool, typer.Option("--off", help="Take the tag off.")] = False,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Tag an entry, so that its text can be withheld from an evidence package."""
    with opened(workspace, passphrase_file, "tag") as session:
        line = session.log.tag(session.log.find(entry).id, word, not off)
    if as_json:
        show_json({"id": line.id.hex(), "number": line.label, "tags": list(line.tags)})
    else:
        show_lines([f"{line.label} is tagged {', '.join(line.tags)}" if line.tags else f"{line.label} has no tag"])


def _log_lines(write: Callable[[str], EntryLine], *, as_json: bool) -> None:
    """One entry for each line of stdin; a line that cannot be saved is told, the others go on."""
    failures = 0
    for number, line in enumerate(_lines_of(sys.stdin.buffer), start=1):
        try:
            if words := _decoded(line):
                _show_saved(write(words), as_json=as_json)
        except KnownError as problem:
            failures += 1
            tell(f"Line {number}: {problem.one_line()}")
    if failures:
        raise KnownError(f"{failures} of the lines were not saved", "The others are.")


def _lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """Lines as they come; of one too long only the beginning, so that memory stays bounded."""
    while line := stream.readline(_LONGEST_LINE):
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(_LONGEST_LINE)):
            line = b"x" * _LONGEST_LINE
        yield line


def _decoded(line: bytes) -> str:
    if len(line) >= _LONGEST_LINE:
        raise KnownError(f"It is longer than {_LONGEST_LINE // 1024} KiB", "It was not saved.")
    try:
        return line.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise KnownError("It is not UTF-8 text", "It was not saved.") from None


def _show_saved(line: EntryLine, *, as_json: bool) -> None:
    if as_json:
        show_json({"id": line.id.hex(), "number": line.label})
    else:
        show_lines([f"{line.label}  {line.id.hex()}"])


def _entry(line: EntryLine, titles: Mapping[Citation, str]) -> dict[str, object]:
    from incident_console.services.times import iso, iso_or_none

    return {
        "id": line.id.hex(),
        "number": line.label,
        "text": line.text,
        "kind": line.kind,
        "struck": line.is_struck,
        "significant": line.is_significant,
        "event_at": iso(line.event_at_ms),
        "entered_at": iso(line.entered_at_ms),
        "received_at": iso_or_none(line.received_at_ms),
        "station": line.station,
        "author": line.author,
        "late_min": line.late_min,
        "tags": list(line.tags),
        "cites": [
            {"document": cite.document.hex(), "version": cite.version.hex(), "title": titles[cite]}
            for cite in line.cites
        ],
        "target": line.target.hex() if line.target else None,
        "strike_reason": line.strike_reason,
        "struck_by": line.struck_by,
        "struck_at": iso_or_none(line.struck_at_ms),
    }


def _text(line: EntryLine, titles: Mapping[Citation, str]) -> str:
    marks = [mark for mark, is_so in (("*", line.is_significant), ("[struck]", line.is_struck)) if is_so]
    late = [f"(late {line.late_min} min)"] if line.late_min else []
    cited = ", ".join(titles[cite] or "a document that is not here yet" for cite in line.cites)
    return " ".join([*marks, line.text, *late, *([f"(cites {cited})"] if cited else [])])
