# SPDX-License-Identifier: Apache-2.0
"""Heaps of directories in a folder: each full comparison lists some of them, and what is known always."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from unittest import mock

from incident_console.domain.roles import Role
from incident_console.storage.file_tree import DiskTree
from incident_console.sync.folder_listing import in_turn
from incident_console.sync.listing import Listing, list_all
from incident_console.wire import names
from tests.helpers.stations import a_newcomer, a_team, cheap_secrets, let_in

MOST = "incident_console.sync.folder_listing.STRANGE_STREAMS_A_ROUND"
BATCH = f"0000000001-{'a' * 20}.b"


def heap_of_streams(folder: Path, count: int) -> list[str]:
    """So many directories of streams that nobody knows, each with a file."""
    made = [names.numeral(number, 16) for number in range(count)]
    for stream in made:
        (folder / "s" / stream).mkdir(parents=True)
        (folder / "s" / stream / BATCH).write_bytes(b"junk")
    return made


def listed(listing: Listing) -> set[str]:
    return {path.split("/")[1] for path in listing.in_directory(names.STREAMS)}


def test_known_streams_are_listed_each_time_and_all_others_in_turn(tmp_path: Path) -> None:
    strange = heap_of_streams(tmp_path, 11)
    known = strange.pop(4)
    with mock.patch(MOST, 3):
        chosen = [partial(in_turn, known={known}, turn=turn) for turn in range(1, 5)]
        rounds = [listed(list_all(DiskTree(tmp_path), each)) for each in chosen]
    assert all(known in found and len(found) == 4 for found in rounds)
    assert set().union(*rounds) == {known, *strange}


def test_a_directory_that_holds_no_parts_is_not_looked_into(tmp_path: Path) -> None:
    for start in ("0v", "ß!", "zz"):
        (tmp_path / "b" / start).mkdir(parents=True)
        (tmp_path / "b" / start / names.blob_file(bytes(32)).rpartition("/")[2]).write_bytes(b"")
        (tmp_path / "b" / start / "holiday.jpg").write_bytes(b"")
    assert list_all(DiskTree(tmp_path)).foreign == 2, "of the one directory that could be the team's"


def test_a_newcomer_gets_everything_out_of_a_heap(tmp_path: Path) -> None:
    with cheap_secrets(), mock.patch(MOST, 5):
        folder, laptops = a_team(tmp_path, Role.RESPONDER)
        for laptop in laptops:
            laptop.write(f"by {laptop.path.name}")
            laptop.engine.sync()
        heap_of_streams(folder, 30)
        newcomer = a_newcomer(tmp_path / "late", folder, "Late Comer", 99)
        let_in(laptops[0], newcomer, Role.VIEWER)
        for _ in range(8):
            newcomer.engine.sync(is_full=True)
        assert set(newcomer.texts()) == {"by laptop0", "by laptop1"}
        for laptop in (*laptops, newcomer):
            laptop.close()
