# SPDX-License-Identifier: Apache-2.0
"""Plans: the templates from which an incident starts, and the file format in which they are written.

A plan is one UTF-8 TOML file of at most 128 Ki characters, 1,000 a line. All keys are required unless "optional" is
said; an unknown key is an error, because a misspelt one would silently lose what it holds. A *key* is lower-case
letters, digits and single hyphens. Minutes count from the opening of the incident.

    id = "facility-outage"              a key
    name = "Facility outage"
    version = "1.0"
    summary = "When to use it ..."      may have several lines
    report_every_minutes = 60           the rhythm of status reports, 10 to 10080
    opening_severity = 2                the level a new incident starts with, 1 is the gravest
    phases = ["First hour", ...]        in their order; tasks name one of them
    documents = ["start-here.md", ...]  file names in the document library

    [[severity_levels]]                 numbered by their order, 1 first
    name = "Critical"
    meaning = "Life at risk, or ..."

    [[roles]]
    key = "incident-lead"
    title = "Incident lead"
    duties = ["Decides ...", ...]

    [[tasks]]
    key = "open-log"                    unique among the tasks
    title = "Open the log"
    role = "scribe"                     a key of [[roles]]: the owner
    phase = "First hour"                one of phases
    due_minutes = 5                     optional, 0 to 43200; without it the task has no due time
    priority = "high"                   high, normal or low
    steps = ["Note the time ...", ...]  optional
    document = "status-log-guide.md"    optional; one of documents
    blocked_by = ["name-lead"]          optional; keys of tasks that come first: no circles, none due later

    [[call_lists]]
    name = "Crisis team"
    purpose = "Who must know within ..."
    say = "This is {caller} ..."        may have several lines; {incident}, {caller}, {since} are filled in
    groups = ["crisis-team"]            keys: people whose contact carries one of these as category are taken

    [[entries]]                         the first log entries
    kind = "action"                     fact, report, assessment, decision or action
    text = "Incident opened from ..."

    [[report_topics]]                   headings of the status report's free text
    title = "Headline"
    question = "In one sentence: ..."
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from .plan_table import PlanTable, first_missing, first_repeated, load_tables, plan_error, shown
from .status_log import ENTRY_KINDS
from .task import PRIORITIES

_TITLE, _LINE, _TEXT = 160, 500, 4_000
_FILE_NAME = re.compile(r"[^./\\:][^/\\:]{0,119}")
_BLANK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class PlanSeverity:
    """How bad an incident can be: level 1 is the gravest."""

    level: int
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class PlanRole:
    """A role that the plan needs filled, with what its holder is there for."""

    key: str
    title: str
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A task that opening the incident creates; due in minutes from the opening, None without a due time."""

    key: str
    title: str
    role: str
    phase: str
    due_minutes: int | None
    priority: str
    steps: tuple[str, ...]
    document: str
    blocked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanCallList:
    """People to call, chosen by the categories of their contacts, and the words to say."""

    name: str
    purpose: str
    say: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A first line of the status log."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanReportTopic:
    """A heading of the status report and the question that its text answers."""

    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that opening an incident from a plan brings."""

    id: str
    name: str
    version: str
    summary: str
    report_every_minutes: int
    opening_severity: int
    phases: tuple[str, ...]
    documents: tuple[str, ...]
    severity_levels: tuple[PlanSeverity, ...]
    roles: tuple[PlanRole, ...]
    tasks: tuple[PlanTask, ...]
    call_lists: tuple[PlanCallList, ...]
    entries: tuple[PlanEntry, ...]
    report_topics: tuple[PlanReportTopic, ...]

    def role_title(self, key: str) -> str:
        """The title of a role of this plan, as the screen shows it."""
        return next(role.title for role in self.roles if role.key == key)


def fill_script(say: str, *, incident: str, caller: str, since: str) -> str:
    """The words of a call list with its blanks filled; braces inside the filled values stay as they are."""
    values = {"incident": incident, "caller": caller, "since": since}
    return _BLANK.sub(lambda blank: values.get(blank[1], blank[0]), say)


def parse_plan(source: str | bytes) -> Plan:
    """Read a plan file; raises KnownError naming the place of the first mistake."""
    top = PlanTable(load_tables(source), "The plan")
    plan = Plan(
        id=top.key("id"),
        name=top.text("name", _TITLE),
        version=top.text("version", 20),
        summary=top.text("summary", _TEXT, has_lines=True),
        report_every_minutes=top.number("report_every_minutes", 10, 7 * 24 * 60),
        opening_severity=top.number("opening_severity", 1, 9),
        phases=top.texts("phases", 12, _TITLE, is_required=True),
        documents=_documents(top),
        severity_levels=tuple(
            _severity(level, table)
            for level, table in enumerate(top.tables("severity_levels", "Severity level", 9), start=1)
        ),
        roles=tuple(_role(table) for table in top.tables("roles", "Role", 40)),
        tasks=tuple(_task(table) for table in top.tables("tasks", "Task", 300)),
        call_lists=tuple(_call_list(table) for table in top.tables("call_lists", "Call list", 40, is_required=False)),
        entries=tuple(_entry(table) for table in top.tables("entries", "Entry", 40, is_required=False)),
        report_topics=tuple(
            _topic(table) for table in top.tables("report_topics", "Report topic", 40, is_required=False)
        ),
    )
    top.finish()
    _check_whole(plan, top)
    return plan


def _documents(top: PlanTable) -> tuple[str, ...]:
    names = top.texts("documents", 200, 120)
    wrong = next((name for name in names if not _FILE_NAME.fullmatch(name)), None)
    if wrong is not None:
        raise top.fault(f'"documents" holds "{shown(wrong)}", which is not a plain file name')
    return names


def _severity(level: int, table: PlanTable) -> PlanSeverity:
    severity = PlanSeverity(level, name=table.text("name", _TITLE), meaning=table.text("meaning", _LINE))
    table.finish()
    return severity


def _role(table: PlanTable) -> PlanRole:
    role = PlanRole(
        key=table.key("key"),
        title=table.text("title", _TITLE),
        duties=table.texts("duties", 20, _LINE, is_required=True),
    )
    table.finish()
    return role


def _task(table: PlanTable) -> PlanTask:
    key = table.key("key")
    table.place = f"{table.place} ({key})"
    task = PlanTask(
        key=key,
        title=table.text("title", _TITLE),
        role=table.key("role"),
        phase=table.text("phase", _TITLE),
        due_minutes=table.optional_number("due_minutes", 0, 30 * 24 * 60),
        priority=table.choice("priority", PRIORITIES),
        steps=table.texts("steps", 40, _LINE),
        document=table.text("document", 120, is_required=False),
        blocked_by=table.keys("blocked_by", 40),
    )
    table.finish()
    return task


def _call_list(table: PlanTable) -> PlanCallList:
    call_list = PlanCallList(
        name=table.text("name", _TITLE),
        purpose=table.text("purpose", _LINE),
        say=table.text("say", _TEXT, has_lines=True),
        groups=table.keys("groups", 40, is_required=True),
    )
    table.finish()
    _check_blanks(call_list.say, table)
    return call_list


def _check_blanks(say: str, table: PlanTable) -> None:
    unknown = first_missing(_BLANK.findall(say), ("incident", "caller", "since"))
    if unknown is not None:
        raise table.fault(f'"say" has the unknown blank {{{shown(unknown)}}}')
    if set(_BLANK.sub("", say)) & {"{", "}"}:
        raise table.fault('"say" has a brace without its partner')


def _entry(table: PlanTable) -> PlanEntry:
    entry = PlanEntry(kind=table.choice("kind", ENTRY_KINDS), text=table.text("text", _TEXT))
    table.finish()
    return entry


def _topic(table: PlanTable) -> PlanReportTopic:
    topic = PlanReportTopic(title=table.text("title", _TITLE), question=table.text("question", _LINE))
    table.finish()
    return topic


def _check_whole(plan: Plan, top: PlanTable) -> None:
    """What one table alone cannot know: that names are unique and that everything named exists."""
    if plan.opening_severity > len(plan.severity_levels):
        raise top.fault(f'"opening_severity" is {plan.opening_severity}, beyond the severity levels')
    _refuse_repeated("roles", [role.key for role in plan.roles], top)
    _refuse_repeated("tasks", [task.key for task in plan.tasks], top)
    _refuse_repeated("call lists", [call_list.name for call_list in plan.call_lists], top)
    roles = {role.key for role in plan.roles}
    by_key = {task.key: task for task in plan.tasks}
    for at, task in enumerate(plan.tasks, start=1):
        place = f"Task {at} ({task.key})"
        _refuse_unknown_names(task, plan, roles, place)
        _refuse_wrong_blockers(task, by_key, place)
    _refuse_circles(plan.tasks, top)


def _refuse_repeated(what: str, names: Sequence[str], top: PlanTable) -> None:
    repeated = first_repeated(names)
    if repeated is not None:
        raise top.fault(f'two {what} are called "{shown(repeated)}"')


def _refuse_unknown_names(task: PlanTask, plan: Plan, roles: Collection[str], place: str) -> None:
    if task.role not in roles:
        raise plan_error(place, f'its role "{task.role}" is not among the roles')
    if task.phase not in plan.phases:
        raise plan_error(place, f'its phase "{shown(task.phase)}" is not among the phases')
    if task.document and task.document not in plan.documents:
        raise plan_error(place, f'its document "{shown(task.document)}" is not among the documents')


def _refuse_wrong_blockers(task: PlanTask, by_key: Mapping[str, PlanTask], place: str) -> None:
    for key in task.blocked_by:
        if key not in by_key:
            raise plan_error(place, f'it is blocked by "{key}", which is not among the tasks')
        blocker_due = by_key[key].due_minutes
        if task.due_minutes is not None and blocker_due is not None and blocker_due > task.due_minutes:
            raise plan_error(place, f'it is due before "{key}", which blocks it')


def _refuse_circles(tasks: Sequence[PlanTask], top: PlanTable) -> None:
    order = TopologicalSorter({task.key: task.blocked_by for task in tasks})
    try:
        order.prepare()
    except CycleError as error:
        raise top.fault(f"tasks wait for each other in a circle: {' > '.join(error.args[1][:8])}") from None
