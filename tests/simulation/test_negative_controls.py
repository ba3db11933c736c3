# SPDX-License-Identifier: Apache-2.0
"""A rule is broken on purpose: the simulation must notice, or it proves nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from unittest import mock

import pytest

from incident_console.domain.membership import Limit
from incident_console.storage.record import OutboxGroup, OwnBatch, Record
from incident_console.sync import presence, recovery, rollups, sending, taking_acts, taking_batches
from incident_console.sync.cuts import Cuts
from incident_console.sync.files import FileBook
from incident_console.sync.folder_view import FolderView
from incident_console.sync.station import Station
from incident_console.wire import names
from incident_console.wire.canonical import pack
from tests.simulation.run import Broken, make_template, run

MOST = 20
"""So many worlds are played until one breaks; from the first that did, it is usually one."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("controls") / "template")


def forgets_sealed_bytes() -> AbstractContextManager[object]:
    """The outbox is emptied before the batch's file is written, and its bytes are kept nowhere."""
    real = Record.seal

    def seal(self: Record, group: OutboxGroup, batch: OwnBatch, seen: bytes) -> None:
        real(self, group, batch, seen)
        self.forget_bytes(batch.stmt)

    return mock.patch.object(Record, "seal", seal)


def never_heals() -> AbstractContextManager[object]:
    """What was in a folder once is not written there again."""
    real, known = sending._lacking, defaultdict[str, set[str]](set)

    def lacking(view: FolderView, of: Station) -> set[str]:
        known[view.key] |= view.present
        return real(view, of) - known[view.key]

    return mock.patch.object(sending, "_lacking", lacking)


def never_judges_again() -> AbstractContextManager[object]:
    """The verdict of the first moment stands, whatever act arrives later."""
    stack = ExitStack()
    stack.enter_context(mock.patch.object(taking_acts, "judge_again"))
    stack.enter_context(mock.patch.object(recovery, "judge_again"))
    return stack


def takes_a_copy_for_itself() -> AbstractContextManager[object]:
    """Work that a copy sealed is taken for one's own: the stream goes on, and so do its numbers."""
    return mock.patch.object(taking_batches, "is_foreign", return_value=False)


def believes_its_disk() -> AbstractContextManager[object]:
    """Bytes of the replica are passed on unread."""
    return mock.patch.object(FileBook, "read", lambda self, path: self._replica.read(path, 1 << 26))


def opens_a_stream_for_every_own_batch() -> AbstractContextManager[object]:
    """A mere crash is taken for a restored image."""
    return mock.patch.object(Record, "own_batch", return_value=None)


def believes_names_of_roll_ups() -> AbstractContextManager[object]:
    """A roll-up counts for every batch between its numbers, whether it was ever opened or not."""
    real = presence.stmts_in

    def stmts_in(of: Station, path: str) -> frozenset[bytes]:
        name = names.parse_rollup(path.rpartition("/")[2])
        if name is None:
            return real(of, path)
        rows = of.index.batches("seq BETWEEN ? AND ?", (name.first, name.last))
        return frozenset(row.stmt for row in rows)

    return mock.patch.object(presence, "stmts_in", stmts_in)


def lets_go_before_a_roll_up_is_written() -> AbstractContextManager[object]:
    """What a roll-up replaces goes without anybody having read the roll-up back."""
    return mock.patch.object(rollups, "_keep", lambda station, path, _: station.files.note(path))


def draws_no_cuts() -> AbstractContextManager[object]:
    """A change of role leaves alone whatever its device ever wrote."""

    def inside(self: Cuts, _limit: Limit, target: bytes) -> frozenset[bytes]:
        return frozenset(row.stmt for row in self._index.batches("sign_key = ?", (target,)))

    return mock.patch.object(Cuts, "inside", inside)


def names_the_acts_of_the_sealing() -> AbstractContextManager[object]:
    """Work is sealed under the membership that its laptop knows by then, not under that of when it was made."""
    real = Station.seal

    def seal(self: Station) -> None:
        with self.record.transaction():
            self.record.connection.execute("UPDATE outbox SET acl_heads = ?", (pack(list(self.team.team.heads)),))
        real(self)

    return mock.patch.object(Station, "seal", seal)


@pytest.mark.parametrize(
    ("broken", "first"),
    [
        (forgets_sealed_bytes, 500), (never_heals, 500), (never_judges_again, 503), (takes_a_copy_for_itself, 503),
        (believes_its_disk, 523), (opens_a_stream_for_every_own_batch, 508),
        (believes_names_of_roll_ups, 514), (lets_go_before_a_roll_up_is_written, 501),
        (draws_no_cuts, 525), (names_the_acts_of_the_sealing, 525),
    ],
)  # fmt: skip
def test_a_broken_rule_is_noticed(
    broken: Callable[[], AbstractContextManager[object]], first: int, template: Path, tmp_path: Path
) -> None:
    with broken(), pytest.raises(Broken):
        play(range(first, first + MOST), template, tmp_path)


def play(seeds: Iterable[int], template: Path, root: Path) -> None:
    for seed in seeds:
        (root / f"{seed}").mkdir()
        run(seed, template, root / f"{seed}")
