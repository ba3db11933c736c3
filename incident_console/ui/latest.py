# SPDX-License-Identifier: Apache-2.0
"""Asks the store one question at a time; an answer that a newer question overtook is dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from incident_console.domain.errors import KnownError
from incident_console.ui.jobs import JobRunner, Lane


@dataclass(frozen=True, slots=True)
class _Question:
    call: Callable[[], Any]
    on_success: Callable[[Any], None]
    on_failure: Callable[[KnownError], None] | None


class Latest(QObject):
    """For what follows a person's steps: the detail while they hold the arrow key, a search while they type.

    Make one for each thing that is shown, with the widget that shows it as ``parent``.
    """

    def __init__(self, jobs: JobRunner, parent: QObject, lane: Lane = Lane.STORE) -> None:
        super().__init__(parent)
        self._jobs, self._lane = jobs, lane
        self._asked: _Question | None = None
        self._waiting: _Question | None = None

    @property
    def is_asking(self) -> bool:
        """Whether an answer is on its way."""
        return self._asked is not None

    def ask(
        self,
        call: Callable[[], Any],
        on_success: Callable[[Any], None],
        on_failure: Callable[[KnownError], None] | None = None,
    ) -> None:
        """Ask now, or as soon as the question before is answered; only the newest question is answered."""
        self._waiting = _Question(call, on_success, on_failure)
        if self._asked is None:
            self._go_on()

    def forget(self) -> None:
        """Answer nothing that was asked so far."""
        self._waiting = None
        if self._asked is not None:
            self._asked = _Question(self._asked.call, _drop, None)

    def _go_on(self) -> None:
        self._asked, self._waiting = self._waiting, None
        if self._asked is not None:
            call = self._asked.call
            self._jobs.ask(call, lane=self._lane, on_success=self._on_answer, on_failure=self._on_failure)

    def _on_answer(self, answer: Any) -> None:
        asked, is_overtaken = self._asked, self._waiting is not None
        self._go_on()
        if asked is not None and not is_overtaken:
            asked.on_success(answer)

    def _on_failure(self, error: KnownError) -> None:
        asked, is_overtaken = self._asked, self._waiting is not None
        self._go_on()
        if asked is not None and asked.on_failure is not None and not is_overtaken:
            asked.on_failure(error)


def _drop(_answer: Any) -> None:
    """An answer that nobody waits for any more."""
