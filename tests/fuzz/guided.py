# SPDX-License-Identifier: Apache-2.0
"""The same decoders under atheris, which sees the branches that an input takes and goes where none went before.

``python -m tests.fuzz.guided NAME INPUTS SEED RESULT`` ends its own process, since that library never returns.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Let atheris play one decoder and write the counts; the process ends inside."""
    name, inputs, seed, result = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    import atheris

    with atheris.instrument_imports(include=["incident_console"]):
        from tests.fuzz.decoders import all_decoders
    from tests.fuzz.watching import Watch, bounded, rearm

    watch = Watch(all_decoders()[name], result.parent)

    def take(data: bytes) -> None:
        rearm()
        watch.take(data)
        if watch.inputs >= inputs:
            counts = {
                "inputs": watch.inputs, "accepted": watch.accepted, "slowest_s": watch.slowest_s,
                "places": len(watch.places), "findings": watch.findings,
                "corpus": sum(1 for _ in Path(corpus).iterdir()),
            }  # fmt: skip
            result.write_text(json.dumps(counts), encoding="utf-8")
            os._exit(0)

    with tempfile.TemporaryDirectory() as corpus, bounded():
        for number, sample in enumerate(watch.decoder.samples):
            (Path(corpus) / f"sample-{number}").write_bytes(sample)
        options = [f"-seed={seed or 1}", "-max_len=65536", "-rss_limit_mb=0", "-timeout=60", "-verbosity=0"]
        atheris.Setup([sys.argv[0], *options, corpus], take)
        atheris.Fuzz()
    return 1


if __name__ == "__main__":
    sys.exit(main())
