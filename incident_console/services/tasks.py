# SPDX-License-Identifier: Apache-2.0
"""Tasks: add one, say how it stands, give it to somebody, move its due time, tick its steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from incident_console.domain.errors import KnownError
from incident_console.domain.history import ThingChange, changes_of, is_latest
from incident_console.domain.merge import merge_registers
from incident_console.domain.operation import Draft, Value
from incident_console.domain.role_holder import RoleHolder
from incident_console.domain.roles import Role
from incident_console.domain.task import (
    NOT_APPLICABLE,
    PRIORITIES,
    TASK_STATES,
    Task,
    change_task,
    new_task,
    parse_state,
)

from .base import Service, differing
from .finding import find_one, full_id
from .task_lines import RIDERS, TaskLine, TaskSurroundings, task_ids, task_line
from .task_words import HistoryLine, change_words

__all__ = ["RIDERS", "HistoryLine", "TaskLine", "TasksService", "step_value"]


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

    def keep(self, task: bytes, field: str, op: bytes) -> TaskLine:
        """Settle two values of a field by the one that a change wrote, with what belongs to it (a state's reason)."""
        with self.station.lock:
            change = _find(op, changes_of(self._known(task)))
            written = {each.field: each.after for each in change.fields} if change else {}
            if field not in written:
                raise KnownError("This value is not here any more", "Nothing was changed.", "Look at the task again.")
            return self.change(task, **{f: value for f, value in written.items() if field in (f, RIDERS.get(f))})

    def undo(self, task: bytes, op: bytes) -> TaskLine:
        """Take one change back by writing what was there before; the record keeps both.

        A task that was only just added becomes not applicable. Raises KnownError if somebody changed it since, or if
        nothing would be different.
        """
        self.station.require(Role.RESPONDER, "change a task")
        with self.station.lock:
            view, known = self._task(task), self._known(task)
            change = _find(op, changes_of(known))
            if change is None or not self._is_own(change) or not is_latest(change, merge_registers(known)):
                raise _not_undone(f"{self.label(view)} was changed again since")
            before = _before(change)
            links = merge_registers(known).heads_of(before)
            self._save(Draft("task.set", task, before, incident=view.incident, sup=links))
            return self.get(task)

    def history(self, task: bytes) -> list[HistoryLine]:
        """Every change of a task in words, the latest first."""
        with self.station.lock:
            titles = {key: role.title for key, role in self._roles(self._task(task).incident).items()}
            changes, now = changes_of(self._known(task)), self.station.now()
            return [self._history_line(change, change_words(change, titles, now)) for change in reversed(changes)]

    def refusal(self) -> KnownError | None:
        """Why this station may not change tasks, or None if it may."""
        return self._refusal(Role.RESPONDER, "change a task")

    def lines(self, incident: bytes) -> list[TaskLine]:
        """Every task of an incident, in the order of the plan, later ones after it."""
        with self.station.lock:
            views = sorted(self._all(Task, incident), key=lambda v: (v.order or "~", v.made.hlc, v.id))
            around = self._around(incident, views)
        return [task_line(view, around) for view in views]

    def some(self, tasks: Sequence[bytes]) -> list[TaskLine]:
        """These tasks, in no order; those that are not here are passed over."""
        with self.station.lock:
            views = self._many(tasks)
            around = {incident: self._around(incident, views) for incident in {view.incident for view in views}}
            return [task_line(view, around[view.incident]) for view in views]

    def get(self, task: bytes) -> TaskLine:
        """One task; raises KnownError if it is not here."""
        return self.line(self._task(task))

    def likely_owners(self, incident: bytes) -> list[str]:
        """Whom one may want to give a task to: oneself, who holds a role or follows, who has tasks, the members."""
        with self.station.lock:
            roles, tasks = self._all(RoleHolder, incident), self._all(Task, incident)
            members = [name for member in self.station.members().values() for _, name in member.persons]
        held = [name for role in roles for name in (role.holder, *role.deputies)]
        names = [self.station.member_name, *held, *(task.owner for task in tasks), *members]
        first: dict[str, str] = {}
        for name in filter(None, names):
            first.setdefault(name.casefold(), name)
        return list(first.values())

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
            return task_line(view, self._around(view.incident, [view]))

    def label(self, view: Task) -> str:
        """A task's number as people say it."""
        return self.station.label(view.number, view.incident, view.made.op)

    def role_key(self, incident: bytes, named: str) -> str:
        """The key of the role that a person named by key or title; raises KnownError if the incident has none such."""
        views = self._all(RoleHolder, incident)
        return find_one(named, "roles of this incident", views, lambda v: v.id.hex(), lambda v: (v.key, v.title)).key

    def _around(self, incident: bytes, views: Sequence[Task]) -> TaskSurroundings:
        known = {view.id: view for view in views}
        first = {key for view in views for key in task_ids(view.blocked_by)}
        known.update((view.id, view) for view in self._many(first - known.keys()))
        return TaskSurroundings(self.station, self.station.now().ms, self._roles(incident), known, self.label)

    def _roles(self, incident: bytes) -> dict[str, RoleHolder]:
        return {role.key: role for role in self._all(RoleHolder, incident)}

    def _many(self, tasks: Iterable[bytes]) -> list[Task]:
        return self.station.index.things.many(Task, list(tasks))

    def _is_own(self, change: ThingChange) -> bool:
        return change.stamp.device == self.station.device

    def _history_line(self, change: ThingChange, words: str) -> HistoryLine:
        stamp = change.stamp
        station = self.station.station_name(stamp.device)
        sets_state = any(each.field == "state" for each in change.fields)
        return HistoryLine(
            stamp.op, stamp.wall_ms, stamp.utc_offset_min, self._author(stamp), station, words, sets_state
        )

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


def _find(op: bytes, changes: Sequence[ThingChange]) -> ThingChange | None:
    return next((change for change in changes if change.stamp.op == op), None)


def _before(change: ThingChange) -> dict[str, Value]:
    if change.is_first:
        return {"state": NOT_APPLICABLE, "reason": "added by mistake"}
    before = {each.field: each.before for each in change.fields if each.before != each.after}
    if not before:
        raise _not_undone("This settled two values and changed nothing else")
    return before


def _not_undone(why: str) -> KnownError:
    return KnownError(why, "Nothing was undone.", "Change it by hand.")
