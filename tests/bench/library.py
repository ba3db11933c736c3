# SPDX-License-Identifier: Apache-2.0
"""The document library: import, search while typing, opening, memory, and how long the window stands still."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from incident_console.services.garbage import seldom_looked_for
from incident_console.services.reading_room import ReadingRoom
from incident_console.services.session import NewTeam, Session, create_session
from tests.bench import finding
from tests.bench.measuring import Finding, Times, against, beside, interleaved, timed
from tests.bench.searching import generated_texts
from tests.bench.shelves import a_long_markdown, a_word_file, write_mixed, write_texts
from tests.bench.stations import PASSPHRASE

OPEN_S, STALL_S, MEMORY_MB = 1.0, 0.05, 400


def bench(root: Path, is_quick: bool) -> Iterator[Finding]:
    """Bring in many small texts and a folder of real formats, search while typing, open, and watch the window."""
    texts = generated_texts(1_000 if is_quick else 10_000)
    small = write_texts(root / "small", texts)
    mixed = write_mixed(root / "mixed", texts[: 160 if is_quick else 800])
    rounds = 1 if is_quick else 3
    yield _importing(root / "import-small", small, f"{len(texts):,} x 2 kB", rounds)
    yield _importing(root / "import-mixed", mixed, "Word, Excel, PowerPoint, PDF, mail, HTML, CSV, Markdown", rounds)
    for count in (2_000,) if is_quick else (10_000, 50_000):
        (root / str(count)).mkdir()
        yield from finding.findings(root / str(count), count, 1 if is_quick else 3)
    yield from _opening(root / "open", 3 if is_quick else 9)
    yield from _memory(root / "memory")
    yield _stalls(root / "stalls", small)


def _workspace(path: Path) -> Session:
    return create_session(path, PASSPHRASE, NewTeam("Harbour House", "Joy Okafor"), kdf_memory_mib=64)


def _importing(root: Path, source: Path, what: str, rounds: int) -> Finding:
    """A whole import into an empty library, beside reading the words of the same files and nothing else."""
    files = [path for path in sorted(source.rglob("*")) if path.is_file()]
    ours, alone = [], []
    with seldom_looked_for():
        for number in range(rounds):
            session = _workspace(root / str(number))
            ours.append(timed(partial(_import, session, source, len(files))))
            session.close()
            room = ReadingRoom()
            alone.append(timed(lambda: [room.words(path.name, path.read_bytes()) for path in files]))  # noqa: B023
            room.close()
    took, peer = Times(tuple(ours)), Times(tuple(alone))
    rate, peer_rate = len(files) / took.median, len(files) / peer.median
    what = f"import {what}: {rate:,.0f} a second / words alone, {peer_rate:,.0f}"
    return beside(what, took, peer, per=len(files))


def _import(session: Session, source: Path, count: int) -> None:
    done = session.documents.import_paths([source])
    if done.added != count:
        raise AssertionError(f"{done.added} of {count} were taken in: {done.failed[:1]} {done.warnings[:1]}")


def _opening(root: Path, rounds: int) -> Iterator[Finding]:
    """From the sealed file to what the reader draws, with the reading process already there; of a PDF see ``page``."""
    text = " ".join(generated_texts(120))
    files = {
        "Markdown of 200 kB": ("plan.md", a_long_markdown(text[:195_000])),
        "Word, 50 pages": ("plan.docx", a_word_file(text[:150_000])),
    }
    folder = root / "files"
    folder.mkdir(parents=True)
    for name, data in files.values():
        (folder / name).write_bytes(data)
    session = _workspace(root / "workspace")
    session.documents.import_paths([folder])
    for what, (name, data) in files.items():
        key = next(line.id for line in session.documents.lines() if line.file_name == name)
        (took,) = interleaved(partial(session.documents.reading, key), rounds=rounds)
        yield against(f"open {what} ({len(data) / 1000:,.0f} kB) / 1 s", took, OPEN_S)
    session.close()


def _memory(root: Path) -> Iterator[Finding]:
    """A process that imports and opens one file of 50 MB, and that in which foreign formats are read."""
    text = " ".join(generated_texts(1_000))
    files = {"text": ("log.txt", (text * (50_000_000 // len(text) + 1))[:50_000_000].encode())}
    files["Word"] = ("log.docx", _stored_word_file(text, 50_000_000))
    for what, (name, data) in files.items():
        folder = root / what
        (folder / "files").mkdir(parents=True)
        (folder / "files" / name).write_bytes(data)
        _workspace(folder / "workspace").close()
        told = _process("tests.bench.librarian", folder / "workspace", "open", folder / "files")
        most, apart = told["memory_mb"], told["apart_mb"]
        detail = f"{most:.0f} MB, {apart:.0f} MB in the reading process"
        ratio = most / MEMORY_MB
        yield Finding(f"most memory, {what} of 50 MB imported and opened / {MEMORY_MB} MB", ratio, ratio, ratio, detail)


def _stored_word_file(text: str, size: int) -> bytes:
    """A Word file that is large by a picture in it, as large ones are."""
    from tests.helpers.office_files import a_docx, a_paragraph

    return a_docx(a_paragraph(text[:50_000]), "", "", {"word/media/photo.bin": os.urandom(size)})


def _stalls(root: Path, source: Path) -> Finding:
    """The longest that the window's thread did not come to a clock of 5 ms while it imported."""
    _workspace(root).close()
    told = _process("tests.bench.watching", root, source)
    stalls = Times(tuple(told["stalls"]))
    worst = ", ".join(f"{gap * 1000:.0f}" for gap in stalls.seconds)
    ratio = max(stalls.seconds) / STALL_S
    detail = f"the five longest in ms: {worst}; the import took {told['seconds']:.0f} s"
    return Finding("longest stall of the window during that import / 50 ms", ratio, ratio, ratio, detail, 1)


def _process(module: str, *arguments: Path | str) -> dict[str, Any]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)], check=False, env=env, capture_output=True, timeout=1800
    )
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode(errors="replace"))
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]
