# SPDX-License-Identifier: Apache-2.0
"""A task as lists and commands show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incident_console.domain.role_holder import RoleHolder
from incident_console.domain.task import Step, Task
from incident_console.domain.view import Stamp

if TYPE_CHECKING:
    from incident_console.sync.station import Station


RIDERS = {"reason": "state", "acknowledged_at_ms": "acknowledged_by"}
"""Fields that go with another one: where both hold two values, one choice settles both."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as lists and commands show it; times in ms UTC.

    ``label`` is its number (T-JO9). ``owner`` is the person, ``owners`` all whom people named apart; ``role`` is the
    key of the role that answers for it, ``role_title`` its title and ``role_holder`` who holds it; ``answerable`` is
    whom to ask: the person, else the role.
    ``is_mine`` says that the member at this laptop is the owner, or holds the role while nobody is. ``blocked_by``
    holds the labels of those tasks that come first and are still open, ``blocker_ids`` all that come first.
    ``conflict_fields`` names fields that two people set apart. ``changed_op`` is the latest change of all.
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
    owners: tuple[str, ...]
    role: str
    role_title: str
    role_holder: str
    answerable: str
    is_mine: bool
    priority: str
    phase: str
    order: str
    due_at_ms: int | None
    is_overdue: bool
    overdue_min: int
    acknowledged_by: str
    acknowledged_at_ms: int | None
    blocked_by: tuple[str, ...]
    blocker_ids: tuple[bytes, ...]
    steps: tuple[Step, ...]
    document: str
    document_id: bytes
    document_version: bytes
    from_plan: bool
    made_at_ms: int
    made_by: str
    changed_at_ms: int
    changed_by: str
    changed_op: bytes
    conflict_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskSurroundings:
    """What a task's line says beside the task itself: the time, the roles by key, the tasks that come first."""

    station: Station
    now_ms: int
    roles: Mapping[str, RoleHolder]
    tasks: Mapping[bytes, Task]
    label: Callable[[Task], str]

    def author(self, stamp: Stamp) -> str:
        """Who wrote something."""
        return self.station.author_name(stamp.device, stamp.person)

    def is_me(self, name: str) -> bool:
        """Whether a name is that of the member at this laptop."""
        return bool(name) and name.casefold() == self.station.member_name.casefold()


def task_line(view: Task, around: TaskSurroundings) -> TaskLine:
    """A task of the record, ready to show."""
    role = around.roles.get(view.role)
    title, holder = (role.title, role.holder) if role else (view.role, "")
    is_overdue = view.is_overdue(around.now_ms)
    blocker_ids = tuple(task_ids(view.blocked_by))
    return TaskLine(
        id=view.id,
        incident=view.incident,
        label=around.label(view),
        title=view.title,
        detail=view.detail,
        state=view.state,
        is_open=view.is_open,
        reason=view.reason,
        owner=view.owner,
        owners=_owners(view),
        role=view.role,
        role_title=title,
        role_holder=holder,
        answerable=view.owner or title,
        is_mine=around.is_me(view.owner or holder),
        priority=view.priority,
        phase=view.phase,
        order=view.order,
        due_at_ms=view.due_at_ms,
        is_overdue=is_overdue,
        overdue_min=(around.now_ms - (view.due_at_ms or around.now_ms)) // 60_000 if is_overdue else 0,
        acknowledged_by=view.acknowledged_by,
        acknowledged_at_ms=view.acknowledged_at_ms,
        blocked_by=tuple(_open_labels(blocker_ids, around)),
        blocker_ids=blocker_ids,
        steps=view.steps,
        document=view.document,
        document_id=view.document_id,
        document_version=view.document_version,
        from_plan=bool(view.plan_key),
        made_at_ms=view.made.wall_ms,
        made_by=around.author(view.made),
        changed_at_ms=view.changed.wall_ms,
        changed_by=around.author(view.changed),
        changed_op=view.changed.op,
        conflict_fields=tuple(conflict.field for conflict in view.conflicts),
    )


def task_ids(keys: Iterable[str]) -> Iterator[bytes]:
    """The tasks that a field of the record names, passing over what is no id."""
    for key in keys:
        if len(key) == 32 and all(char in "0123456789abcdef" for char in key):
            yield bytes.fromhex(key)


def _owners(view: Task) -> tuple[str, ...]:
    apart = [each.value for conflict in view.conflicts if conflict.field == "owner" for each in conflict.values]
    return tuple(name for name in apart or [view.owner] if isinstance(name, str) and name)


def _open_labels(ids: Iterable[bytes], around: TaskSurroundings) -> Iterator[str]:
    for task in map(around.tasks.get, ids):
        if task and task.is_open:
            yield around.label(task)
