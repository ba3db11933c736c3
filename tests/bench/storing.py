# SPDX-License-Identifier: Apache-2.0
"""Documents into a folder and out of it again on a new laptop, beside programs that back up the same files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from incident_console.domain.roles import Role
from incident_console.services.session import open_session
from incident_console.sync.engine import SyncEngine
from incident_console.sync.joining import admit, join_workspace, pending_requests
from tests.bench.measuring import Finding, Times, beside, share
from tests.bench.peers import PeerScripts
from tests.bench.stations import PASSPHRASE, a_founder

TOOLS = ("restic", "borg", "age-tar")
ROUNDS = 3
TO_BEAT = ("restic", "borg")
SETS = {"small": "20 kB", "big": "5 MB"}
STEPS = {
    "first": "into an empty folder",
    "noop": "again, nothing changed",
    "one_changed": "again, one file changed",
    "restore": "out of it, on a new laptop",
    "restore_opened": "the same, and each one opened",
}
SIZES = {"target_files": "files", "target_bytes": "MB", "first.peak_rss": "MiB of memory"}
SETTLED_S = 2.6
"""So old must a file be for its times to say that nobody wrote to it since."""

Figures = Mapping[str, float]


def beside_scripts(scripts: Path) -> Callable[[Path, bool], Iterator[Finding]]:
    """The measurement beside the programs that these scripts run."""

    def bench(root: Path, is_quick: bool) -> Iterator[Finding]:
        """Import, seal and sync; again; with one file changed; all of it on a new laptop: whole commands on each side.

        A command of ours unlocks the workspace (its passphrase at the lowest cost, 64 MiB), works and locks it; theirs
        open their repository. tar and age encrypt alone and know nothing of what they stored before.
        """
        peers = PeerScripts(scripts, root / "peers")
        data = peers.make_data(list(SETS))
        if is_quick:
            for folder in data.values():
                _keep_a_tenth(folder)
        for name, source in data.items():
            yield from _findings(name, [_round(root, source, name, peers) for _ in range(1 if is_quick else ROUNDS)])

    return bench


def _round(root: Path, source: Path, name: str, peers: PeerScripts) -> dict[str, Figures]:
    """Everybody once, one after the other, so that what else the machine does falls on all alike."""
    figures: dict[str, Figures] = {"ours": _ours(root / "ours", source)}
    shutil.rmtree(root / "ours")
    figures.update((tool, found) for tool in TOOLS if (found := peers.store(tool, name)))
    return figures


def _keep_a_tenth(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files[len(files) // 10 :]:
        path.unlink()


def _findings(name: str, rounds: Sequence[Mapping[str, Figures]]) -> Iterator[Finding]:
    tools = [tool for tool in TOOLS if all(tool in figures for figures in rounds)]
    files = f"{rounds[0]['ours']['source_files']:,.0f} x {SETS[name]}"

    def times(program: str, step: str) -> Times:
        return Times(tuple(figures[program][step] for figures in rounds))

    for step, words in STEPS.items():
        for tool in tools:
            limit = 1 if tool in TO_BEAT else None
            yield beside(f"{files} {words} / {tool}", times("ours", step), times(tool, _same_step(step)), limit)
        yield share("of that with the workspace open", times("ours", f"{step}.work"), times("ours", step))
    for what, unit in SIZES.items():
        for tool in tools:
            ours, theirs = times("ours", what).median, times(tool, what).median
            yield Finding(f"{unit} / {tool}", ours / theirs, ours / theirs, ours / theirs, f"{ours:.0f} : {theirs:.0f}")


def _same_step(step: str) -> str:
    """What others do for a step of ours: what they restore lies open already."""
    return "restore" if step == "restore_opened" else step


class _Laptops:
    """A laptop with files beside its workspace, and a new one that was admitted and has not looked since."""

    def __init__(self, root: Path, source: Path) -> None:
        root.mkdir()
        self._env = {**os.environ, "PYTHONPYCACHEPREFIX": str(root / "compiled")}
        self._env.pop("PYTHONDONTWRITEBYTECODE", None)
        self._first, self._second, self.folder = root / "first", root / "second", root / "folder"
        self.source = root / "files"
        shutil.copytree(source, self.source)
        first = a_founder(self._first, self.folder)
        second = join_workspace(self._second, PASSPHRASE, folder=self.folder, member="Ben Haddad", kdf_memory_mib=64)
        engines = SyncEngine(first), SyncEngine(second)
        for engine in reversed(engines):
            engine.sync()
        admit(first, pending_requests(first)[0], Role.RESPONDER)
        engines[0].sync()
        first.close()
        second.close()
        self._warm_up(root / "nothing")

    @property
    def count(self) -> int:
        """How many files there are to store."""
        return sum(path.is_file() for path in self.source.rglob("*"))

    def _warm_up(self, nothing: Path) -> None:
        """Let the program be compiled, as it is where it was installed."""
        nothing.mkdir()
        for workspace, step in ((self._first, "store"), (self._second, "receive")):
            self._run(workspace, step, nothing)

    def store(self) -> Figures:
        """One command that imports the files and syncs."""
        return self._run(self._first, "store", self.source)

    def restore(self) -> Figures:
        """One command that syncs."""
        return self._run(self._second, "receive", self.source)

    def read(self) -> Figures:
        """One command that opens every document in memory."""
        return self._run(self._second, "read", self.source)

    def change_one(self) -> None:
        """Write more into the first of the files."""
        path = min(path for path in self.source.rglob("*") if path.is_file())
        with path.open("ab") as file:
            file.write(b"changed" * 10)

    def check(self) -> None:
        """Raise AssertionError unless the new laptop gives back every file as it is."""
        session = open_session(self._second, PASSPHRASE)
        held = {line.path.partition("/")[2]: line.id for line in session.documents.lines()}
        files = [path for path in self.source.rglob("*") if path.is_file()]
        for path in files:
            if session.documents.read(held[path.relative_to(self.source).as_posix()]) != path.read_bytes():
                raise AssertionError(f"{path} came back as something else")
        session.close()

    def _run(self, workspace: Path, step: str, source: Path) -> Figures:
        command = [sys.executable, "-m", "tests.bench.librarian", str(workspace), step, str(source)]
        started = time.perf_counter()
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=self._env)
        taken = time.perf_counter() - started
        return {"whole": taken, **json.loads(done.stdout)}


def _ours(root: Path, source: Path) -> dict[str, float]:
    laptops, figures = _Laptops(root, source), dict[str, float]()

    def note(step: str, told: Figures) -> None:
        figures.update({step: told["whole"], f"{step}.work": told["work"], f"{step}.peak_rss": told["memory_mb"]})

    _wait()
    note("first", laptops.store())
    stored = [path.stat().st_size for path in laptops.folder.rglob("*") if path.is_file()]
    figures.update(target_files=len(stored), target_bytes=sum(stored) / 1e6, source_files=laptops.count)
    note("noop", laptops.store())
    laptops.change_one()
    _wait()
    note("one_changed", laptops.store())
    note("restore", laptops.restore())
    opened = laptops.read()["work"]
    figures.update({f"restore_opened{of}": figures[f"restore{of}"] + opened for of in ("", ".work")})
    laptops.check()
    return figures


def _wait() -> None:
    """Let the disk come to rest, and files become old enough for their times to tell them apart."""
    os.sync()
    time.sleep(SETTLED_S)
