# SPDX-License-Identifier: Apache-2.0
"""Measuring work beside its peer: interleaved, as medians, with the noise shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that several runs of the same work took, in the order of the runs."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.seconds)

    def at_most(self, share: float) -> float:
        """The time that this share of the runs (0.99, say) stayed within."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True, slots=True)
class Finding:
    """One ratio: below ``limit`` is as wanted; ``low`` to ``high`` holds the middle half of the runs."""

    what: str
    ratio: float
    low: float
    high: float
    detail: str
    limit: float | None = None

    @property
    def is_missed(self) -> bool:
        return self.limit is not None and self.ratio > self.limit

    def line(self) -> str:
        limit = "" if self.limit is None else f"at most {self.limit:g}{', MISSED' if self.is_missed else ''}"
        noise = f"({_short(self.low)} .. {_short(self.high)})"
        return f"  {self.what:62} {_short(self.ratio):>6} {noise:17} {limit:17} {self.detail}"


def interleaved(*works: Work, rounds: int) -> list[Times]:
    """Time each piece of work once a round, in turn, so that what else the machine does falls on all alike."""
    for work in works:
        work()
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, seconds in zip(works, taken, strict=True):
            seconds.append(timed(work))
    return [Times(tuple(seconds)) for seconds in taken]


def timed(work: Work) -> float:
    """How many seconds one run takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def beside(what: str, ours: Times, peer: Times, limit: float | None = None, *, per: int = 1) -> Finding:
    """Our time as a ratio to that of a peer; ``per`` is how many items one run handles, for the detail."""
    ratios = [mine / theirs for mine, theirs in zip(ours.seconds, peer.seconds, strict=True)]
    detail = f"{span(ours.median / per)} : {span(peer.median / per)}"
    return Finding(what, ours.median / peer.median, *_middle_half(ratios), detail, limit)


def against(what: str, ours: Times, limit_s: float, *, per: int = 1, is_aim: bool = True) -> Finding:
    """Our time for one item as a ratio to the time it may take; without ``is_aim`` for comparison only."""
    ratios = [seconds / per / limit_s for seconds in ours.seconds]
    detail = f"{span(ours.median / per)} : {span(limit_s)}"
    return Finding(what, median(ratios), *_middle_half(ratios), detail, 1 if is_aim else None)


def share(what: str, part: Times, whole: Times) -> Finding:
    """How much of a whole one of its parts takes."""
    return beside(f"- {what}", part, whole)


def span(seconds: float) -> str:
    """A time in the unit that reads best."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def _middle_half(ratios: Sequence[float]) -> tuple[float, float]:
    if len(ratios) < 2:
        return ratios[0], ratios[0]
    low, _, high = quantiles(ratios, n=4, method="inclusive")
    return low, high


def _short(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 100 else f"{ratio:.0f}"
