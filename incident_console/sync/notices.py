# SPDX-License-Identifier: Apache-2.0
"""What a person is told calmly when copies of a laptop meet, or its disk rots.

That a copy was met is kept in the record until a person has seen it: it may have been met by a command that nobody
watched, or at a start, before anybody listened.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from incident_console.domain.acts import Act
from incident_console.domain.events import Notice

if TYPE_CHECKING:
    from incident_console.storage.record import Record

COPY_NOTICE = Notice(
    "This workspace was used on another laptop too, or restored from a copy",
    "Nothing is lost: both lines of work are kept. This laptop goes on under a new mark in its numbers.",
)
TWIN_NOTICE = Notice(
    "A copy of this workspace is in use",
    "Its work is kept beside this one's. If nobody copied this laptop's disk on purpose, tell an admin.",
)
ROT_NOTICE = Notice(
    "This laptop's disk lost sealed files",
    "{} of them are damaged or gone and lie in none of the folders. They come again from any laptop that holds them.",
)
REVOKED_NOTICE = Notice(
    "This laptop was removed from the team",
    "An admin revoked it. What it holds stays readable here; what the team writes from now on is not. Work that waited "
    "here still goes out, and an admin decides whether it counts.",
)
LOST_NOTICE = Notice(
    "The admission of this laptop does not count",
    "Whoever let it in had been removed before, or used a recovery kit that had ended. What it holds stays readable.",
)

_UNSEEN = "copy-unseen"
_MARKS = {b"copy": COPY_NOTICE, b"twin": TWIN_NOTICE}


def keep_copy_notice(record: Record, notice: Notice) -> None:
    """Keep what was found of a copy until somebody has seen it, in the transaction that notes the copy itself."""
    record.put(_UNSEEN, next(mark for mark, kept in _MARKS.items() if kept is notice))


def unseen_copy(record: Record) -> Notice | None:
    """What nobody has seen yet of copies of this workspace."""
    return _MARKS.get(record.get(_UNSEEN) or b"")


def saw_copy(record: Record) -> None:
    """Somebody has seen it."""
    record.put(_UNSEEN, b"")


def kit_notice(uses: Sequence[Act]) -> Notice:
    """Everybody sees that the recovery kit was used, and for whom."""
    let_in = ", ".join(f"{use.admission.names} ({use.admission.code})" for use in uses if use.admission)
    what = f"{let_in} came in with it." if let_in else "The membership was changed with it."
    todo = "If nobody of the team did that, remove who came in and print a new kit, which ends this one."
    return Notice("The recovery kit was used", f"{what} {todo}")
