# SPDX-License-Identifier: Apache-2.0
"""What a status report says, frozen at its data cut-off: the snapshot from which its PDF renders for ever.

Times are ``_at_ms``: milliseconds since 1970 in UTC. The report shows them all in one zone, ``utc_offset_min``.
Words that this release does not know (a task state, an outcome of a newer program) are kept and shown as they are.
Field list: docs of business-continuity situation reports, and ICS 209 blocks 3, 6, 11-15 and 28.
"""

from __future__ import annotations

from dataclasses import dataclass

LAYOUT = 2
"""How this release draws a report. A snapshot keeps the number it was issued under, and a new field or a changed
drawing takes a new one, so that an issued report never changes its looks. Layout 1 counted on page one what the period
brought; 2 counts what the boards show, and says beside it what the period brought."""

INITIAL, UPDATE, FINAL = "initial", "update", "final"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who prepared or approved the report, in which role, and when."""

    name: str
    role: str = ""
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """The state in one sentence; ``impact`` is none, moderate or severe, ``trend`` better, same or worse."""

    text: str
    impact: str = ""
    trend: str = ""


@dataclass(frozen=True, slots=True)
class StationCoverage:
    """Until when a station was heard at the cut-off; ``last_heard_at_ms`` None says never."""

    code: str
    name: str
    is_silent: bool
    last_heard_at_ms: int | None
    missing_batches: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One line of what changed since the report before, with the numbers it rests on."""

    text: str
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StrikeMark:
    """The strike against an entry: its own number, who struck it, when and why."""

    number: str
    by: str
    at_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A significant log entry; ``late_min`` is how late it was entered, 0 when in time."""

    number: str
    kind: str
    event_at_ms: int
    entered_at_ms: int
    author: str
    station: str
    text: str
    late_min: int = 0
    strike: StrikeMark | None = None


@dataclass(frozen=True, slots=True)
class CallResult:
    """How far one person of a call list was reached; an empty ``outcome`` says not called yet."""

    person: str
    role: str
    outcome: str
    attempts: int
    last_at_ms: int | None = None
    caller: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CallListResult:
    """A call list with its counts as the boards show them, and the result for each person."""

    name: str
    listed: int
    reached: int
    people: tuple[CallResult, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportTask:
    """A task, done or open; ``owner`` names the person, the role, or both."""

    number: str
    title: str
    owner: str
    state: str
    due_at_ms: int | None = None
    is_overdue: bool = False
    closed_at_ms: int | None = None
    has_conflict: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportDecision:
    """A decision with its reasons."""

    number: str
    at_ms: int
    text: str
    rationale: str
    author: str
    strike: StrikeMark | None = None


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role, who holds it now and who follows; an empty holder says vacant."""

    role: str
    holder: str
    station: str = ""
    since_at_ms: int | None = None
    deputies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanActive:
    """A plan in force, and how many of its steps are done."""

    name: str
    version: str
    steps_done: int
    steps_total: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A numbered section that was not recorded; it is printed empty, to be filled in by hand."""

    number: int
    title: str


NOT_RECORDED = (
    Topic(4, "People: safe, injured, missing, unable to work; welfare"),
    Topic(5, "Sites and facility systems"),
    Topic(6, "Services and critical activities, time to breach"),
    Topic(7, "Technology, data, suppliers"),
    Topic(11, "Decisions needed from the board, by when"),
    Topic(13, "Outlook: most likely, reasonable worst; 12, 24, 72 h"),
    Topic(14, "Resource needs"),
    Topic(15, "Communications: staff, customers, regulator, media"),
    Topic(16, "Cost to date"),
    Topic(17, "Risks and issues"),
    Topic(18, "Next hand-over of command"),
)
"""The sections that this release holds no data for."""


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The whole snapshot of one status report; everything that its PDF shows and nothing else.

    ``label`` is the number as cited (R-JO4), ``number`` the count within the incident, ``previous_label`` empty
    for the first. ``tasks_done`` and ``decisions`` are those of the period; the counts ``_in_all`` are those of the
    boards. ``log_head``, ``seen_root`` and ``team_fingerprint`` are printed as given. ``is_draft`` marks a
    preview: it has no number yet and says DRAFT on every page.
    """

    is_exercise: bool
    organisation: str
    team: str
    team_fingerprint: str
    incident_name: str
    incident_number: str
    label: str
    number: int
    version: str
    period_from_at_ms: int
    period_to_at_ms: int
    cut_off_at_ms: int
    zone_name: str
    utc_offset_min: int
    prepared_by: Signatory
    log_head: str
    seen_root: str
    headline: Headline
    layout: int = LAYOUT
    is_draft: bool = False
    incident_started_at_ms: int | None = None
    severity: str = ""
    classification: str = ""
    previous_label: str = ""
    issued_at_ms: int | None = None
    next_due_at_ms: int | None = None
    approved_by: Signatory | None = None
    distribution: tuple[str, ...] = ()
    coverage: tuple[StationCoverage, ...] = ()
    changes: tuple[Change, ...] = ()
    entries: tuple[ReportEntry, ...] = ()
    call_lists: tuple[CallListResult, ...] = ()
    tasks_done: tuple[ReportTask, ...] = ()
    tasks_open: tuple[ReportTask, ...] = ()
    decisions: tuple[ReportDecision, ...] = ()
    tasks_done_in_all: int = 0
    tasks_in_all: int = 0
    decisions_in_all: int = 0
    plans: tuple[PlanActive, ...] = ()
    roles: tuple[RoleHeld, ...] = ()
    not_recorded: tuple[Topic, ...] = NOT_RECORDED
    app_version: str = ""

    @property
    def counts_as_boards(self) -> bool:
        """Whether it holds the counts of the boards beside those of its period."""
        return self.layout > 1

    @property
    def is_newer(self) -> bool:
        """Whether a newer program issued it, so that this one may not show all of it."""
        return self.layout > LAYOUT
