# SPDX-License-Identifier: Apache-2.0
"""The long run: ``--seeds 10000 --minutes 30`` plays at least as many worlds, and for at least as long.

Prints every seed that broke with what happened in it, and how often each fault befell the worlds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from tests.simulation.run import STEPS, Broken, make_template, run

AT_ONCE = 20
"""Worlds that a process plays before it tells how they went."""


@dataclass(frozen=True)
class Job:
    """Some worlds for one process: their seeds, and how large they are."""

    seeds: tuple[int, ...]
    template: Path
    steps: int
    folders: int


@dataclass(frozen=True)
class Outcome:
    """How they went."""

    counts: Counter[str]
    findings: dict[int, str]


def main() -> int:
    """Play the seeds that were asked for, and on until the time is over; 1 if any broke."""
    chosen = _options()
    began_at = time.monotonic()
    counts, findings = Counter[str](), dict[int, str]()
    with tempfile.TemporaryDirectory(prefix="incident-console-soak-", dir=chosen.into) as home:
        template = make_template(Path(home) / "template", chosen.stations)
        with ProcessPoolExecutor(chosen.jobs) as pool:
            jobs = _jobs(chosen, template)
            running = {pool.submit(play, job) for job in islice(jobs, chosen.jobs)}
            while running:
                done = next(as_completed(running))
                running.remove(done)
                counts += done.result().counts
                findings |= done.result().findings
                seconds = time.monotonic() - began_at
                _tell(counts, findings, seconds)
                if counts["worlds"] + AT_ONCE * len(running) < chosen.seeds or seconds < 60 * chosen.minutes:
                    running.add(pool.submit(play, next(jobs)))
    for name, number in sorted(counts.items()):
        print(f"{number:>9}  {name}")
    print(f"findings: {sorted(findings) or 'none'}")
    return 1 if findings else 0


def play(job: Job) -> Outcome:
    """Play some worlds in this process."""
    counts, findings = Counter[str](), dict[int, str]()
    for seed in job.seeds:
        with tempfile.TemporaryDirectory(dir=job.template.parent) as root:
            try:
                counts += run(seed, job.template, Path(root), job.steps, job.folders).counts
            except Broken as error:
                findings[seed] = str(error)
                print(error, flush=True)
        counts["worlds"] += 1
    return Outcome(counts, findings)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py soak", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many worlds at least (200)")
    parser.add_argument("--minutes", type=float, default=0, help="for how long at least (0)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (0)")
    parser.add_argument("--steps", type=int, default=STEPS, help=f"what happens in each ({STEPS})")
    parser.add_argument("--folders", type=int, default=2, help="shared folders in each (2)")
    parser.add_argument("--stations", type=int, default=3, help="members of each team, 3 to 200 (3)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (2)")
    parser.add_argument("--into", type=Path, help="a directory for the worlds, on a fast disk")
    return parser.parse_args()


def _jobs(chosen: argparse.Namespace, template: Path) -> Iterator[Job]:
    for start in count(chosen.first, AT_ONCE):
        yield Job(tuple(range(start, start + AT_ONCE)), template, chosen.steps, chosen.folders)


def _tell(counts: Counter[str], findings: dict[int, str], seconds: float) -> None:
    broken = f", broken: {sorted(findings)}" if findings else ""
    print(f"{counts['worlds']} worlds in {seconds:.0f} s{broken}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
