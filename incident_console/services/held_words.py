# SPDX-License-Identifier: Apache-2.0
"""Why work does not count, and what it is, in words."""

from __future__ import annotations

from incident_console.domain.kinds import KINDS
from incident_console.domain.membership import Verdict
from incident_console.domain.operation import Operation
from incident_console.domain.roles import Role

_NAMED_BY = ("text", "title", "name", "subject", "headline", "reason", "outcome")
_LONGEST = 200


def reason_for(verdict: Verdict, right: int, *, is_member: bool) -> str:
    """Why an operation that needs ``right`` does not count; ``is_member`` tells whether its station is one now."""
    if verdict.device is None:
        return (
            "its laptop was let in by an act that does not count; it was let in again later"
            if is_member
            else "the admission of its laptop has not arrived here, or does not count"
        )
    if verdict.claimed is None:
        return "written although its station knew that it was removed"
    if right > verdict.claimed:
        rest = "" if verdict.is_settled else "; a membership file that it names has not arrived"
        return f"needs a {Role(right).word}; its station was a {verdict.claimed.word}{rest}"
    if verdict.role is None:
        return "written after its station was removed, without knowing it"
    return f"written after its station became a {verdict.role.word}, without knowing it"


def words_for(operation: Operation) -> str:
    """What an operation says, as one line for who decides about it."""
    kind = KINDS.get(operation.head.kind)
    thing = kind.thing.replace("_", " ") if kind else operation.head.kind
    named = (operation.body.get(field) for field in _NAMED_BY)
    text = next((value for value in named if isinstance(value, str) and value), "")
    return f"{thing}: {text[:_LONGEST]}" if text else thing
