# SPDX-License-Identifier: Apache-2.0
"""Tasks: add one, say how it stands, give it to somebody, move its due time, tick its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from incident_console.domain.errors import KnownError
from incident_console.domain.merge import merge_registers
from incident_console.domain.operation import Value
from incident_console.domain.role_holder import RoleHolder
from incident_console.domain.roles import Role
from incident_console.domain.task import PRIORITIES, TASK_STATES, Step, Task, change_task, new_task, parse_state

from .base import Service, differing
from .finding import find_one, full_id


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as lists and commands show it; times in ms UTC.

    ``label`` is its number (T-JO9). ``owner`` is the person; ``role`` is the key of the role that answers for it and
    ``role_title`` its title; ``answerable`` is whom to ask: the person, else the role. ``blocked_by`` holds the labels
    of those tasks that come first and are still open. ``conflict_fields`` names fields that two people set apart.
    """

    id: bytes
    incident: bytes
    label: str
    title: str
    detail: str
    state: str
    is_open: bool
    reason: str
    owner: str
    role: str
    role_title: str
    answerable: str
    priority: str
    phase: str
    due_at_ms: int | None
    is_overdue: bool
    overdue_min: int
    acknowledged_by: str
    acknowledged_at_ms: int | None
    blocked_by: tuple[str, ...]
    steps: tuple[Step, ...]
    document: str
    from_plan: bool
    made_at_ms: int
    made_by: str
    changed_at_ms: int
    changed_by: str
    conflict_fields: tuple[str, ...]


class TasksService(Service):
    """The tasks of each incident."""

    states = TASK_STATES
    priorities = PRIORITIES

    def add(self, incident: bytes, title: str, *, owner: str = "", role: str = "", due_at_ms: int | None = None,
            priority: str = "normal", detail: str = "") -> TaskLine:  # fmt: skip
        """Add a task; ``role`` is the key or title of a role of the incident. Raises KnownError for a blank title."""
        self.station.require(Role.RESPONDER, "add a task")
        given: dict[str, Value] = {
            "owner": owner.strip(),
            "role": self.role_key(incident, role) if role else "",
            "due_at_ms": due_at_ms,
            "priority": "" if priority == "normal" else _priority(priority),
            "detail": detail.strip(),
        }
        fields = {name: value for name, value in given.items() if value not in ("", None)}
        with self.station.lock:
            entity = self._new_id()
            self._save(new_task(entity, incident, title, fields))
            return self.get(entity)

    def change(self, task: bytes, **fields: Value) -> TaskLine:
        """Set title, state, reason, owner, role, due_at_ms, priority, detail ...; raises KnownError for a wrong value.

        What is so already is not written again, except where it settles two values.
        """
        self.station.require(Role.RESPONDER, "change a task")
        with self.station.lock:
            view, known = self._task(task), self._known(task)
            tidy = self._checked(view, fields)
            news = differing(merge_registers(known), tidy)
            if news:
                reason = {"reason": tidy["reason"]} if "reason" in tidy and "state" in news else {}
                self._save(change_task(view, {**news, **reason}, known))
            return self.get(task)

    def acknowledge(self, task: bytes) -> TaskLine:
        """Say that the owner knows of it; saying it twice changes nothing."""
        name, now = self.station.member_name, self.station.now().ms
        with self.station.lock:
            if self._task(task).acknowledged_by == name:
                return self.get(task)
            return self.change(task, acknowledged_by=name, acknowledged_at_ms=now)

    def postpone(self, task: bytes, minutes: int) -> TaskLine:
        """Move the due time by some minutes: from the due time, or from now if that is past or was never set."""
        now = self.station.now().ms
        return self.change(task, due_at_ms=max(self._task(task).due_at_ms or now, now) + minutes * 60_000)

    def add_step(self, task: bytes, text: str) -> TaskLine:
        """Add a step at the end; raises KnownError if it is blank."""
        if not text.strip():
            raise KnownError("A step needs text", "Nothing was changed.")
        with self.station.lock:
            keys = [step.key for step in self._task(task).steps]
            last = max((int(key) for key in keys if key.isdecimal()), default=0)
            return self.change(task, **{f"step.{last + 1:03d}": step_value(text.strip())})

    def tick(self, task: bytes, key: str, is_done: bool = True) -> TaskLine:
        """Tick a step, or take the tick off; raises KnownError if the task has no such step."""
        with self.station.lock:
            step = next((step for step in self._task(task).steps if step.key == key), None)
            if step is None:
                raise KnownError("This step is not here", "Nothing was changed.")
            return self.change(task, **{f"step.{key}": step_value(step.text, is_done)})

    def lines(self, incident: bytes) -> list[TaskLine]:
        """Every task of an incident, in the order of the plan, later ones after it."""
        views = sorted(self._all(Task, incident), key=lambda v: (v.order or "~", v.made.hlc, v.id))
        return self._lines(views, incident)

    def get(self, task: bytes) -> TaskLine:
        """One task; raises KnownError if it is not here."""
        return self.line(self._task(task))

    def find(self, named: str) -> TaskLine:
        """The task with this id, beginning of an id, number (T-JO9) or title; raises KnownError for none or several."""
        key = full_id(named, 16)
        if key is not None:
            return self.get(key)
        views = self._all(Task)
        found = find_one(named, "tasks", views, lambda v: v.id.hex(), lambda v: (self.label(v), v.title))
        return self.line(found)

    def line(self, view: Task) -> TaskLine:
        """A task of the record, ready to show."""
        with self.station.lock:
            blockers = [self._get(Task, bytes.fromhex(key)) for key in view.blocked_by if len(key) == 32]
            return self._line(view, _titles(self._all(RoleHolder, view.incident)), {b.id: b for b in blockers if b})

    def label(self, view: Task) -> str:
        """A task's number as people say it."""
        return self.station.label(view.number, view.incident, view.made.op)

    def role_key(self, incident: bytes, named: str) -> str:
        """The key of the role that a person named by key or title; raises KnownError if the incident has none such."""
        views = self._all(RoleHolder, incident)
        return find_one(named, "roles of this incident", views, lambda v: v.id.hex(), lambda v: (v.key, v.title)).key

    def _lines(self, views: list[Task], incident: bytes) -> list[TaskLine]:
        titles = _titles(self._all(RoleHolder, incident))
        by_id = {view.id: view for view in views}
        return [self._line(view, titles, by_id) for view in views]

    def _line(self, view: Task, titles: Mapping[str, str], tasks: Mapping[bytes, Task]) -> TaskLine:
        now, role_title = self.station.now().ms, titles.get(view.role, view.role)
        is_overdue = view.is_overdue(now)
        return TaskLine(
            id=view.id,
            incident=view.incident,
            label=self.label(view),
            title=view.title,
            detail=view.detail,
            state=view.state,
            is_open=view.is_open,
            reason=view.reason,
            owner=view.owner,
            role=view.role,
            role_title=role_title,
            answerable=view.owner or role_title,
            priority=view.priority,
            phase=view.phase,
            due_at_ms=view.due_at_ms,
            is_overdue=is_overdue,
            overdue_min=(now - (view.due_at_ms or now)) // 60_000 if is_overdue else 0,
            acknowledged_by=view.acknowledged_by,
            acknowledged_at_ms=view.acknowledged_at_ms,
            blocked_by=tuple(self._open_labels(view.blocked_by, tasks)),
            steps=view.steps,
            document=view.document,
            from_plan=bool(view.plan_key),
            made_at_ms=view.made.wall_ms,
            made_by=self._author(view.made),
            changed_at_ms=view.changed.wall_ms,
            changed_by=self._author(view.changed),
            conflict_fields=tuple(conflict.field for conflict in view.conflicts),
        )

    def _open_labels(self, keys: tuple[str, ...], tasks: Mapping[bytes, Task]) -> list[str]:
        blockers = [tasks.get(bytes.fromhex(key)) for key in keys if len(key) == 32]
        return [self.label(task) for task in blockers if task and task.is_open]

    def _task(self, task: bytes) -> Task:
        return self._need(Task, task, "task")

    def _checked(self, view: Task, fields: Mapping[str, Value]) -> dict[str, Value]:
        tidy = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
        if isinstance(state := tidy.get("state"), str):
            tidy["state"] = parse_state(state)
        if isinstance(priority := tidy.get("priority"), str):
            tidy["priority"] = _priority(priority)
        if isinstance(role := tidy.get("role"), str) and role:
            tidy["role"] = self.role_key(view.incident, role)
        return tidy


def step_value(text: str, is_done: bool = False) -> Value:
    """A step as it stands in the record."""
    return {"text": text, "done": is_done}


def _priority(word: str) -> str:
    if word.strip().lower() not in PRIORITIES:
        raise KnownError(f"There is no priority “{word[:40]}”", what_to_do=f"Use one of {', '.join(PRIORITIES)}.")
    return word.strip().lower()


def _titles(roles: list[RoleHolder]) -> dict[str, str]:
    return {role.key: role.title for role in roles}
