# SPDX-License-Identifier: Apache-2.0
"""What an admin decides in the window: roles, removals, the key, held work. Each is one job with one outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from incident_console.ui.folder_words import Told
from incident_console.ui.membership_words import pieces, place
from incident_console.ui.theme import Tone

if TYPE_CHECKING:
    from incident_console.domain.errors import KnownError
    from incident_console.domain.roles import Role
    from incident_console.services.governing import HeldLine
    from incident_console.services.team import MemberLine
    from incident_console.ui.pages.page import PageContext

_REMOVED = "Its work up to now counts; later work is held. The team writes under a new key from now on."


class Decisions(QObject):
    """``done(Told)`` comes once a decision is durable, ``refused(KnownError)`` when nothing was changed."""

    done = Signal(object)
    refused = Signal(object)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._governing = context, context.session.governing
        self._is_busy = False

    def change_role(self, line: MemberLine, role: Role) -> None:
        """Give a station another role."""
        told = Told(Tone.OK, f"{place(line)} is {role.word} now", "Its work up to now keeps the right that it had.")
        self._do(partial(self._governing.change_role, line.device, role), told)

    def remove(self, line: MemberLine) -> None:
        """End a station's membership and change the key."""
        self._do(partial(self._governing.revoke, line.device), Told(Tone.OK, f"{place(line)} is removed", _REMOVED))

    def change_key(self) -> None:
        """Write under a new key."""
        told = Told(Tone.OK, "The key is changed", "Others write under it once they have heard of it.")
        self._do(self._governing.change_key, told)

    def let_count(self, held: Sequence[HeldLine]) -> None:
        """Let held work count after all."""
        ids = [line.id for line in held]
        title = f"{pieces(len(ids))} of held work let count"
        told = Told(Tone.OK, title, "It stands where it belongs, with its own times.")
        self._do(partial(self._governing.admit_held, ids), told)

    def _do(self, call: Callable[[], object], told: Told) -> None:
        """One at a time: a second click while the first is on its way does nothing."""
        if not self._is_busy:
            self._is_busy = True
            self._context.jobs.ask(call, on_success=partial(self._on_done, told), on_failure=self._on_refused)

    def _on_done(self, told: Told, _result: object) -> None:
        self._is_busy = False
        self._context.tell_saved()
        self.done.emit(told)

    def _on_refused(self, error: KnownError) -> None:
        self._is_busy = False
        self.refused.emit(error)
