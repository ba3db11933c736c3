# SPDX-License-Identifier: Apache-2.0
"""Made-up rows for the gallery."""

from __future__ import annotations

from incident_console.ui.delegates import Cell, Column, Heading, Icon, Line, Row, Tag, Text, line
from incident_console.ui.theme import Role, TextStyle, Tone
from tests.ui.gallery.model import Shown

LOG_COLUMNS = (
    Column("number", 44, "No.", is_right=True),
    Column("time", 62, "Time"),
    Column("kind", 92, "Kind"),
    Column("who", 118, "Author"),
    Column("text", 0, "Entry"),
    Column("star", 16),
)
TASK_COLUMNS = (
    Column("state", 26),
    Column("number", 54, "No."),
    Column("task", 0, "Task"),
    Column("owner", 128, "Owner"),
    Column("due", 150, "Due"),
    Column("acknowledged", 110, "Acknowledged"),
    Column("clip", 16),
)
KINDS = {
    "Fact": ("dot", Role.MUTED),
    "Report": ("ear", Role.MUTED),
    "Decision": ("gavel", Role.DECISION),
    "Action": ("zap", Role.ACCENT),
    "Assessment": ("scale", Role.MUTED),
}


def entry(number: str, time: str, kind: str, who: str, *texts: Text, late: str = "", star: bool = False) -> Shown:
    icon, role = KINDS[kind]
    when = [Line((Text(time, is_bold=True),))]
    if late:
        when.append(Line((Text(late, Role.WARN, TextStyle.TINY),)))
    kinds = Line((Text(kind, role, TextStyle.TINY, is_bold=True),), before=(Icon(icon, role, 14),))
    cells = {
        "number": line(number, Role.MUTED),
        "time": Cell(tuple(when)),
        "kind": Cell((kinds,)),
        "who": line(who, Role.MUTED),
        "text": Cell(tuple(Line((text,), max_lines=0) for text in texts)),
    }
    if star:
        cells["star"] = Cell((Line(before=(Icon("star", Role.WARN, 16, "significant"),)),))
    return number, Row(cells)


def log_rows() -> list[Shown]:
    fuel = "Generator 2 started, carries cooling and half of floor 2. Fuel for 7 h at this load."
    utility = "Utility control room: fault is in the ring main, crew on site, first estimate 20:30, unconfirmed."
    move = "Move payment operations to the north site. Lead: M. Reyes.\nWhy: RTO of payments breaches at 18:05, utility"
    struck = Text("All staff accounted for at assembly point B.", Role.MUTED, is_struck=True)
    why = Text("Struck 16:47 by Okafor: two visitors of floor 3 not yet seen.", Role.MUTED, TextStyle.SMALL)
    room = "Server room 31 °C and rising 1 °C in 4 min. Non-critical racks shut down by plan step 12."
    decision = entry("A-30", "16:44", "Decision", "Okafor · Ops-1", star=True)[1]
    assert isinstance(decision, Row)
    words = Line((Text("D-5 ", is_bold=True), Text(move + " estimate is later.")), max_lines=0)
    return [
        entry("A-31", "16:52", "Fact", "Okafor · Ops-1", Text(fuel), star=True),
        entry("B-12", "16:48", "Report", "Lindqvist · Ops-3", Text(utility), late="heard 17:10"),
        ("A-30", Row({**decision.cells, "text": Cell((words,))})),
        entry(
            "A-29", "16:41", "Action", "Okafor · Ops-1", Text("#T-17 given to Facilities lead: second fuel delivery.")
        ),
        entry("A-28", "16:40", "Report", "Okafor · Ops-1", struck, why),
        ("news", Heading("6 entries arrived by stick at 17:10", Tone.INFO)),
        entry("C-07", "16:22", "Fact", "Haddad · Field-1", Text(room), late="late 41 min"),
        entry("C-06", "16:15", "Assessment", "Haddad · Field-1", Text("Batteries hold the core until about 17:40.")),
        entry(
            "A-27",
            "16:10",
            "Fact",
            "Okafor · Ops-1",
            Text(
                "Share on the head-office server not reachable from any"
                " laptop in the building, nor from the hotspot, nor from home.",
                marks=((0, 5), (50, 3)),
            ),
        ),
        entry("A-26", "16:05", "Action", "Nguyễn · Ops-1", Text("開会 Roll-call opened, 214 expected. مرحبا ✓")),
    ]


def task(number: str, icon: str, title: str, owner: str, due: Line, seen: str, tag: str = "", below: str = "") -> Shown:
    tags = (Tag(tag, Tone.WARN),) if tag else ()
    lines = [Line((Text(title),), after=tags, max_lines=0)]
    if below:
        lines.append(Line((Text(below, Role.MUTED),)))
    late = seen == "not yet"
    return number, Row(
        {
            "state": Cell((Line(before=(Icon(icon, Role.TEXT, 16, "open"),)),)),
            "number": line(number, Role.MUTED),
            "task": Cell(tuple(lines)),
            "owner": line(owner, Role.MUTED),
            "due": Cell((due,)),
            "acknowledged": line(seen, Role.WARN if late else Role.MUTED, is_bold=late),
        }
    )


def due(text: str, tone: Tone | None = None) -> Line:
    return Line(before=(Tag(text, tone),)) if tone else Line((Text(text),))


def task_rows() -> list[Shown]:
    two = "Shuttle buses to north site for everybody of the late shift"
    return [
        ("g1", Heading("Facilities lead, held by S. Haddad · 6 open, 11 done")),
        task(
            "T-09",
            "circle-dot",
            "Call fuel supplier, 3,000 l",
            "S. Haddad",
            due("overdue 12 min", Tone.DANGER),
            "16:20",
        ),
        task(
            "T-17", "circle", "Second fuel delivery, meet driver", "Facilities lead", due("21:30", Tone.WARN), "not yet"
        ),
        task("T-18", "circle", "Chiller restart by runbook", "Facilities lead", due("when power is stable"), "not yet"),
        ("g2", Heading("Operations lead, held by M. Reyes · 5 open, 9 done")),
        task("T-14", "circle-dot", "Confirm 40 desks", "M. Reyes", due("17:30, 13 min", Tone.WARN), "16:46"),
        task("T-11", "circle", two, "Reyes / Novak", due("18:00"), "16:10", tag="two values: owner"),
        task("T-19", "circle", "Open switchboard", "Operations lead", due("18:15"), "16:47", below="blocked by T-14"),
        task("T-22", "circle-slash", "Close visitor reception", "Security", due("not applicable: closed"), "-"),
    ]
