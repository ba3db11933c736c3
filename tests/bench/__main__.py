# SPDX-License-Identifier: Apache-2.0
"""``python3 dev.py bench [names] [--quick] [--peers DIR]``: measure, each beside its peer or limit in the same run."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import (
    applying,
    bootstrapping,
    first_page,
    library,
    listing,
    opening,
    polling,
    propagating,
    reporting,
    saving,
    searching,
    starting,
)
from tests.bench.measuring import Finding, span, timed
from tests.bench.storing import beside_scripts

ROOT = Path(__file__).resolve().parents[2]

Bench = Callable[[Path, bool], Iterator[Finding]]

BENCHES: dict[str, Bench] = {
    "save": saving.bench,
    "apply": applying.bench,
    "bootstrap": bootstrapping.bench,
    "poll": polling.bench,
    "carry": propagating.bench,
    "search": searching.bench,
    "library": library.bench,
    "open": opening.bench,
    "lines": listing.bench,
    "page": first_page.bench,
    "report": reporting.bench,
    "start": starting.bench,
}


def main() -> None:
    """Run the items that were named, or all of them."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(BENCHES)}")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller sets: under a minute in all")
    parser.add_argument("--into", type=Path, default=ROOT / "bench-output", help="the disk to measure on")
    parser.add_argument(
        "--peers", type=Path, metavar="DIR", help="scripts that time other programs: measure storing beside these"
    )
    chosen = parser.parse_args()
    unknown = sorted(set(chosen.names) - BENCHES.keys())
    if unknown:
        parser.error(f"there is no item {', '.join(unknown)}")
    print("Ratios (middle half of the runs): below the limit is as wanted; absolute times are this machine's alone.")
    for name in chosen.names or ([] if chosen.peers else BENCHES):
        _run(name, BENCHES[name], chosen.into, chosen.quick)
    if chosen.peers:
        _run("store", beside_scripts(chosen.peers), chosen.into, chosen.quick)


def _run(name: str, bench: Bench, into: Path, is_quick: bool) -> None:
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into) as folder:
        print(f"\n{name}: {bench.__doc__}", flush=True)
        taken = timed(lambda: _print_findings(bench(Path(folder), is_quick)))
        print(f"  (measured in {span(taken)})", flush=True)


def _print_findings(findings: Iterator[Finding]) -> None:
    for finding in findings:
        print(finding.line(), flush=True)


if __name__ == "__main__":
    main()
