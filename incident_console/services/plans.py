# SPDX-License-Identifier: Apache-2.0
"""Plans that come with the program, and opening an incident from one: roles, tasks, call lists, entries, at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from incident_console.domain.call_list import set_call_list
from incident_console.domain.clock import Moment
from incident_console.domain.document import Document
from incident_console.domain.errors import KnownError
from incident_console.domain.incident import open_incident
from incident_console.domain.operation import Draft, Value
from incident_console.domain.people import Person
from incident_console.domain.plan import Plan, PlanCallList, PlanSeverity, PlanTask, parse_plan
from incident_console.domain.role_holder import set_role
from incident_console.domain.roles import Role
from incident_console.domain.status_log import add_entry
from incident_console.domain.task import new_task
from incident_console.resources_path import resource_path

from .base import Service
from .calls import members, people_of
from .finding import find_one
from .incidents import IncidentLine, IncidentsService, severity_text
from .tasks import step_value


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan as the choice of plans shows it."""

    id: str
    name: str
    version: str
    summary: str
    roles: int
    tasks: int
    call_lists: int
    documents: tuple[str, ...]


class PlansService(Service):
    """The plans from which an incident starts."""

    def lines(self) -> list[PlanLine]:
        """Every plan, by name."""
        return plan_lines()

    def find(self, named: str) -> Plan:
        """The plan with this id or name; raises KnownError for none."""
        return find_one(named, "plans", load_plans(), lambda plan: plan.id, lambda plan: (plan.name,))

    def open_incident(
        self, plan: Plan, name: str, started: Moment | None = None, severity: int | None = None
    ) -> IncidentLine:
        """Open an incident from a plan; everything it brings is durable together, or nothing is.

        Due times count from now; ``started`` is when the event began, if that was earlier; ``severity`` is a level of
        the plan, its opening one if not given. Tasks cite the documents that they name as these are now. Raises
        KnownError for a blank name or without the right.
        """
        self.station.require(Role.COORDINATOR, "open an incident")
        with self.station.lock:
            now = self.station.now()
            incident = self._new_id()
            level = plan.severity_levels[(severity or plan.opening_severity) - 1]
            self._save(*self._drafts(plan, name, incident, now, started or now, level))
            return IncidentsService(self.station).get(incident)

    def missing_documents(self, plan: Plan) -> tuple[str, ...]:
        """File names that the plan refers to and that nobody has imported yet."""
        held = {view.current.file_name for view in self._all(Document)}
        return tuple(name for name in plan.documents if name not in held)

    def _drafts(
        self, plan: Plan, name: str, incident: bytes, now: Moment, started: Moment, level: PlanSeverity
    ) -> Iterator[Draft]:
        yield self._incident(plan, name, incident, now, started, level)
        for role in plan.roles:
            yield set_role(incident, role.key, {"title": role.title, "duties": "\n".join(role.duties)})
        yield from self._tasks(plan, incident, now)
        people = self._all(Person)
        for place, call_list in enumerate(plan.call_lists, start=1):
            yield self._call_list(call_list, place, incident, people)
        for entry in plan.entries:
            yield add_entry(self._new_id(), incident, entry.text, entry.kind, now.ms, now.utc_offset_min)

    def _incident(
        self, plan: Plan, name: str, incident: bytes, now: Moment, started: Moment, level: PlanSeverity
    ) -> Draft:
        topics: list[Value] = [topic.title for topic in plan.report_topics]
        fields: dict[str, Value] = {
            "plan": plan.name,
            "plan_version": plan.version,
            "severity": severity_text(level.level, len(plan.severity_levels), level.name),
            "started_at_ms": started.ms,
            "next_report_at_ms": now.ms + plan.report_every_minutes * 60_000,
            "topics": topics,
            **{f"document.{file_name}": file_name for file_name in plan.documents},
        }
        return open_incident(incident, name, now.ms, **fields)

    def _tasks(self, plan: Plan, incident: bytes, now: Moment) -> Iterator[Draft]:
        ids = {task.key: self._new_id() for task in plan.tasks}
        cites = self._citations()
        for place, task in enumerate(plan.tasks, start=1):
            blockers: list[Value] = [ids[key].hex() for key in task.blocked_by]
            placed: dict[str, Value] = {"order": f"{place:04d}", "blocked_by": blockers}
            fields = {**_task_fields(task, now), **cites.get(task.document, {}), **placed}
            given = {field: value for field, value in fields.items() if value not in ("", None, [])}
            yield new_task(ids[task.key], incident, task.title, given)

    def _citations(self) -> dict[str, dict[str, Value]]:
        """By file name, which version of which document of the library a task cites that names it."""
        return {
            view.current.file_name: {"document_id": view.id, "document_version": view.current.id}
            for view in reversed(self._all(Document))  # of two with one name, the one that the name is looked up as
        }

    def _call_list(self, plan: PlanCallList, place: int, incident: bytes, people: Sequence[Person]) -> Draft:
        chosen = people_of(plan.groups, people)
        fields: dict[str, Value] = {
            "name": plan.name,
            "purpose": plan.purpose,
            "say": plan.say.strip(),
            "plan_key": ",".join(plan.groups),
            "order": f"{place:04d}",
            **members([person.id for person in chosen]),
        }
        return set_call_list(self._new_id(), incident, fields)


def plan_lines() -> list[PlanLine]:
    """Every plan that comes with the program, by name, as the choice of plans shows it."""
    return [
        PlanLine(
            plan.id,
            plan.name,
            plan.version,
            " ".join(plan.summary.split()),
            len(plan.roles),
            len(plan.tasks),
            len(plan.call_lists),
            plan.documents,
        )
        for plan in sorted(load_plans(), key=lambda plan: plan.name.casefold())
    ]


def load_plans() -> list[Plan]:
    """Every plan that comes with the program; raises KnownError naming the place of a mistake in one."""
    files = sorted(resource_path("resources", "plans").glob("*.toml"))
    if not files:
        raise KnownError("This installation has no plans", what_to_do="Install the program again.")
    return [parse_plan(file.read_bytes()) for file in files]


def _task_fields(task: PlanTask, now: Moment) -> dict[str, Value]:
    due = None if task.due_minutes is None else now.ms + task.due_minutes * 60_000
    steps = {f"step.{place:03d}": step_value(text) for place, text in enumerate(task.steps, start=1)}
    return {
        "role": task.role,
        "phase": task.phase,
        "priority": "" if task.priority == "normal" else task.priority,
        "due_at_ms": due,
        "document": task.document,
        "plan_key": task.key,
        **steps,
    }
