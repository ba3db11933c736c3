# SPDX-License-Identifier: Apache-2.0
"""A newcomer's first sync with the folder of a large team, in a process of its own so that its memory can be told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

from incident_console.domain.call_list import call_attempt
from incident_console.domain.document import document_version
from incident_console.domain.operation import Draft, Value
from incident_console.domain.roles import Role
from incident_console.domain.status_log import add_entry
from incident_console.domain.task import new_task
from incident_console.storage.file_tree import DiskTree
from incident_console.sync.engine import SyncEngine
from incident_console.sync.joining import admit, join_workspace, pending_requests
from incident_console.wire.operations import RawOp
from tests.bench.measuring import Finding, Times, against, beside, timed
from tests.bench.stations import INCIDENT, LINE, PASSPHRASE, FarStation, a_founder, far_stations

STATIONS = 200
A_BATCH = (1, 4, 15, 60)
"""Operations in one batch after the other, 20 on average: a line, a call, a plan that was opened, an import."""
OPERATION_S = 100e-6
MEMORY_MB = 400


def bench(root: Path, is_quick: bool) -> Iterator[Finding]:
    """Join 200 stations: verify, decrypt, keep and show what they all ever wrote, and carry their documents."""
    operations, documents = (20_000, 500) if is_quick else (300_000, 10_000)
    folder, newcomer = root / "folder", root / "newcomer"
    members = _team_with_newcomer(root / "founder", folder, newcomer)
    _fill(DiskTree(folder, is_durable=False), members, operations, documents)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.newcomer", newcomer], check=True, stdout=subprocess.PIPE, text=True
    )
    told = json.loads(done.stdout)
    if told["operations"] < operations:
        raise AssertionError(f"only {told['operations']} operations arrived")
    whole = Times((told["seconds"],))
    what = f"{operations} operations, {documents} documents, each op / 100 µs"
    yield against(what, whole, OPERATION_S, per=operations)
    yield against("the same, processor time alone", Times((told["processor"],)), OPERATION_S, per=operations)
    memory = told["memory_mb"] / MEMORY_MB
    yield Finding(f"most memory at once / {MEMORY_MB} MB", memory, memory, memory, f"{told['memory_mb']:.0f} MB", 1)
    files = _bare_files(newcomer / "replica", DiskTree(_made(root / "bare")))
    yield beside(f"- {told['files']} bare durable files as large, one after the other", files, whole)
    again = Times((told["again"],))
    yield beside("a second full comparison of all names", again, whole)


def _team_with_newcomer(path: Path, folder: Path, newcomer: Path) -> list[FarStation]:
    """A team of so many far members; the newcomer was admitted by its founder, and has not looked since."""
    founder = a_founder(path, folder)
    members = far_stations(founder, STATIONS - 1)
    asking = join_workspace(newcomer, PASSPHRASE, folder=folder, member="Ben Haddad", kdf_memory_mib=64)
    SyncEngine(asking).sync()
    asking.close()
    engine = SyncEngine(founder)
    engine.sync()
    admit(founder, pending_requests(founder)[0], Role.RESPONDER)
    engine.sync()
    return members


def _fill(tree: DiskTree, members: Sequence[FarStation], operations: int, documents: int) -> None:
    for number in range(documents):
        member = members[number % len(members)]
        member.write_ops(tree, [_document(member, tree, number)])
    made, turns = documents, zip(cycle([_Writer(member) for member in members]), cycle(A_BATCH), strict=True)
    while made < operations:
        writer, count = next(turns)
        ops = [writer.change(made + at) for at in range(min(count, operations - made))]
        writer.member.write_ops(tree, ops)
        made += len(ops)
    for member in members:
        member.write_head(tree)


class _Writer:
    """A member at work: of ten changes seven are log lines, one makes a task, one changes it, and one is a call."""

    def __init__(self, member: FarStation) -> None:
        self.member = member
        self._task: tuple[bytes, bytes] | None = None

    def change(self, number: int) -> RawOp:
        """The next change of this member."""
        random, at_ms = self.member.random, self.member.station.now().ms
        if number % 10 == 3:
            return self._new_task(number)
        if number % 10 == 6 and self._task:
            entity, made = self._task
            return self.member.operation(Draft("task.set", entity, {"state": "done"}, incident=INCIDENT, sup=(made,)))
        if number % 10 == 9:
            fields: dict[str, Value] = {"outcome": "reached", "at_ms": at_ms, "note": f"Confirmed on call {number}"}
            return self.member.operation(call_attempt(random(16), INCIDENT, random(16), fields))
        return self.member.operation(add_entry(random(16), INCIDENT, LINE.format(number), "fact", at_ms, 0))

    def _new_task(self, number: int) -> RawOp:
        draft = new_task(self.member.random(16), INCIDENT, f"Check pump {number}", {"role": "Facilities"})
        op = self.member.operation(draft)
        self._task = draft.entity, op.id
        return op


def _document(member: FarStation, tree: DiskTree, number: int) -> RawOp:
    content = f"# Document {number}\n\n".encode() + member.random(1000).hex().encode()
    blob = member.write_file(tree, content)
    fields: dict[str, Value] = {
        "title": f"Document {number}", "file_name": f"document-{number}.md", "media_type": "text/markdown",
        "size": len(content), "sha256": blob.sha256,
    }  # fmt: skip
    return member.operation(document_version(member.random(16), fields, blob))


def _bare_files(like: Path, tree: DiskTree) -> Times:
    sizes = [path.stat().st_size for path in like.rglob("*") if path.is_file()]
    some = sizes[:: max(1, len(sizes) // 500)]
    taken = timed(lambda: [tree.put_new(f"bare/{number}", bytes(size)) for number, size in enumerate(some)])
    return Times((taken / len(some) * len(sizes),))


def _made(path: Path) -> Path:
    path.mkdir()
    return path
