# SPDX-License-Identifier: Apache-2.0
"""Makes ``evidence-1.tar``, an evidence package as the first release that had them writes it.

``python -m tests.golden.make_evidence`` was run once, when the package was laid down. It is never made anew: it stands
for the packages that people keep. The verifier inside it goes on checking it, and so must every later one.
"""

from __future__ import annotations

import sys
import tarfile
import tempfile
from pathlib import Path

from tests.helpers.evidence import export_packages

ARCHIVE = Path(__file__).parent / "evidence-1.tar"


def main() -> int:
    """Write the archive unless it is there."""
    if ARCHIVE.exists():
        print(f"{ARCHIVE.name} is there and is never made anew", file=sys.stderr)  # noqa: T201
        return 1
    with tempfile.TemporaryDirectory() as base, tarfile.open(ARCHIVE, "w") as archive:
        for path in sorted(export_packages(Path(base)).redacted.path.iterdir()):
            archive.add(path, path.name, filter=_plain)
    return 0


def unpacked(place: Path) -> Path:
    """The package of the archive in a directory."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(place, filter="data")
    return place


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = info.mtime = 0
    info.uname = info.gname = ""
    return info


if __name__ == "__main__":
    sys.exit(main())
