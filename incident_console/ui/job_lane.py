# SPDX-License-Identifier: Apache-2.0
"""A few threads that work through one queue, the urgent first. Plain Python, no Qt."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from queue import PriorityQueue
from threading import Thread
from time import monotonic

_LAST = 2**31


class JobLane:
    """Runs calls in the order of their urgency (0 first), equals in the order of coming. A call must not raise."""

    def __init__(self, name: str, threads: int) -> None:
        self._calls: PriorityQueue[tuple[int, int, Callable[[], None] | None]] = PriorityQueue()
        self._number = count()
        self._threads = [
            Thread(target=self._work, name=f"{name}-{number}", daemon=True) for number in range(1, threads + 1)
        ]
        for thread in self._threads:
            thread.start()

    def put(self, call: Callable[[], None], urgency: int = 0) -> None:
        """Queue a call."""
        self._calls.put((urgency, next(self._number), call))

    def close(self) -> None:
        """Let the threads end once everything queued so far is done."""
        for _ in self._threads:
            self._calls.put((_LAST, next(self._number), None))

    def join(self, seconds: float) -> bool:
        """Wait for the threads after `close`; False if one still works when the time is over."""
        until = monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while (call := self._calls.get()[2]) is not None:
            call()
            # Else the last call, and the widget whose method it is, would live until the next one comes.
            del call
