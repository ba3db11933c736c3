# SPDX-License-Identifier: Apache-2.0
"""The long run: ``python -m tests.simulation --seeds 1000`` plays as many worlds and names each that broke."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.simulation.run import STEPS, Broken, make_template, run


def main() -> int:
    """Play the seeds that were asked for; 1 if any broke."""
    parser = argparse.ArgumentParser(prog="dev.py soak", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many worlds (200)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (0)")
    parser.add_argument("--steps", type=int, default=STEPS, help=f"what happens in each ({STEPS})")
    parser.add_argument("--folders", type=int, default=2, help="shared folders in each (2)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="incident-console-soak-") as home:
        template = make_template(Path(home) / "template")
        began_at = time.monotonic()
        seeds = range(chosen.first, chosen.first + chosen.seeds)
        broken = [seed for seed in seeds if not _plays(seed, template, Path(home), chosen.steps, chosen.folders)]
    print(f"{chosen.seeds} worlds in {time.monotonic() - began_at:.0f} s, broken: {broken or 'none'}")
    return 1 if broken else 0


def _plays(seed: int, template: Path, home: Path, steps: int, folders: int) -> bool:
    with tempfile.TemporaryDirectory(dir=home) as root:
        try:
            run(seed, template, Path(root), steps, folders)
        except Broken as error:
            print(error, flush=True)
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
