# SPDX-License-Identifier: Apache-2.0
"""Builder of a task as lists show it, without a workspace behind it."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from incident_console.domain.task import DONE, IN_PROGRESS, OPEN
from incident_console.services.tasks import TaskLine
from tests.helpers.workspaces import Clock

NOW_MS = Clock().ms
_serial = count(1)
_PLAIN = TaskLine(
    id=b"", incident=b"i" * 16, label="", title="Confirm desks", detail="", state=OPEN, is_open=True, reason="",
    owner="", owners=(), role="", role_title="", role_holder="", answerable="", is_mine=False, priority="normal",
    phase="", order="", due_at_ms=None, is_overdue=False, overdue_min=0, acknowledged_by="", acknowledged_at_ms=None,
    blocked_by=(), blocker_ids=(), steps=(), document="", document_id=b"", document_version=b"", from_plan=False,
    made_at_ms=NOW_MS, made_by="Joy Okafor", changed_at_ms=NOW_MS, changed_by="Joy Okafor", changed_op=b"o" * 32,
    conflict_fields=(),
)  # fmt: skip


def a_line(title: str = "Confirm desks", **fields: object) -> TaskLine:
    """A task with its own number; ``due_in_min`` counts from now, ``role`` also gives the title."""
    number = next(_serial)
    given: dict[str, object] = {"id": number.to_bytes(16, "big"), "label": f"T-JO{number}", "title": title, **fields}
    if (minutes := given.pop("due_in_min", None)) is not None:
        given["due_at_ms"] = NOW_MS + int(str(minutes)) * 60_000
    if "role" in given:
        given.setdefault("role_title", str(given["role"]).capitalize())
    if "owner" in given:
        given.setdefault("owners", (given["owner"],))
    given.setdefault("is_open", given.get("state", OPEN) in (OPEN, IN_PROGRESS))
    return replace(_PLAIN, **given)  # type: ignore[arg-type]


def done_line(title: str = "Confirm desks", **fields: object) -> TaskLine:
    """A task that is done."""
    return a_line(title, state=DONE, **fields)
