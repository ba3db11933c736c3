# SPDX-License-Identifier: Apache-2.0
"""``python3 dev.py fuzz``: give every decoder a million damaged inputs and tell what it did with them."""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.decoders import all_decoders
from tests.fuzz.plain import play
from tests.fuzz.watching import Decoder, Watch

_FINDINGS = Path("fuzz-output")


@dataclass(frozen=True)
class Outcome:
    """What a decoder did with its inputs; ``places`` counts the lines of code that refused some."""

    inputs: int
    accepted: int
    places: int
    corpus: int
    slowest_s: float
    findings: tuple[str, ...]


def main() -> int:
    """Play the decoders that were asked for; 1 if anything was found."""
    decoders = all_decoders()
    parser = argparse.ArgumentParser(prog="dev.py fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000_000, help="how many for each decoder (1,000,000)")
    parser.add_argument("--decoder", action="append", choices=sorted(decoders), help="only this one; may be repeated")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same inputs (1)")
    parser.add_argument("--guided", action="store_true", help="let atheris choose the inputs by the branches they take")
    chosen = parser.parse_args()
    if chosen.guided and importlib.util.find_spec("atheris") is None:
        parser.error("atheris is not installed; there is no wheel of it for this Python")
    is_sound = True
    for name in chosen.decoder or decoders:
        began_at = time.monotonic()
        run = _guided if chosen.guided else _plain
        outcome = run(decoders[name], chosen.inputs, chosen.seed)
        _tell(name, outcome, time.monotonic() - began_at)
        is_sound &= not outcome.findings
    return 0 if is_sound else 1


def _plain(decoder: Decoder, inputs: int, seed: int) -> Outcome:
    watch = play(Watch(decoder, _FINDINGS), inputs, seed, _tell_progress)
    corpus = len(decoder.samples) + len(watch.places)
    return Outcome(
        watch.inputs, watch.accepted, len(watch.places), corpus, watch.slowest_s, tuple(watch.findings)
    )  # fmt: skip


def _guided(decoder: Decoder, inputs: int, seed: int) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="incident-console-fuzz-") as home:
        result = Path(home) / "result"
        command = [sys.executable, "-m", "tests.fuzz.guided", decoder.name, str(inputs), str(seed), str(result)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if not result.exists():
            return Outcome(0, 0, 0, 0, 0.0, (f"the process ended with {done.returncode}:\n{done.stderr[-2000:]}",))
        told = json.loads(result.read_text(encoding="utf-8"))
        return Outcome(
            told["inputs"], told["accepted"], told["places"], told["corpus"], told["slowest_s"],
            tuple(told["findings"]),
        )  # fmt: skip


def _tell_progress(watch: Watch) -> None:
    if sys.stdout.isatty():
        print(f"\r{watch.decoder.name}: {watch.inputs:,} inputs", end="", flush=True)


def _tell(name: str, outcome: Outcome, seconds: float) -> None:
    print(
        f"{name:14} {outcome.inputs:>10,} inputs  {outcome.accepted:>9,} accepted rightly  refused at"
        f" {outcome.places:>3} places  corpus {outcome.corpus:>4}  slowest {outcome.slowest_s * 1000:7.1f} ms"
        f"  {seconds:6.0f} s  peak {_peak_mib()} MiB  findings: {len(outcome.findings) or 'none'}",
        flush=True,
    )
    for finding in outcome.findings:
        print(f"  {finding}", flush=True)


def _peak_mib() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


if __name__ == "__main__":
    sys.exit(main())
