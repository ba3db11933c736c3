# SPDX-License-Identifier: Apache-2.0
"""One thing in a package is damaged: it is named, and what hangs on it is called unjudged in one line, not at fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from incident_console.services.evidence_check import verifier
from tests.helpers.evidence import Package

BATCHES = range(10)
ENTRIES = ("JO-1", "JO-2", "JO-3", "JO-4", "SR-1", "SR-2", "SR-3", "SR-4", "SR-5")
FILE = "is not the file that the manifest lists"
Rows = list[dict[str, Any]]


def damage(package: Package, number: int, name: str = "batches.bin") -> set[str]:
    """Spoil the signature of a batch or act; returns the entries in it."""
    items = package.items(name)
    held = verifier().Package(package.manifest, signed(package), verifier().Report())
    items[number][0] = bytes((items[number][0][0] ^ 1,)) + items[number][0][1:]
    package.put(name, items)
    ids = {row[0] for row in items[number][2]} if name == "batches.bin" else set()
    return {line.number for line in held.lines if line.op.id in ids}


def batch_of(package: Package, entry: str) -> int:
    """Where the batch with an entry stands."""
    held = verifier().Package(package.manifest, signed(package), verifier().Report())
    (op,) = [line.op.id for line in held.lines if line.number == entry]
    return next(at for at, item in enumerate(package.items("batches.bin")) if op in {row[0] for row in item[2]})


def signed(package: Package) -> dict[str, bytes]:
    return {name: (package.path / name).read_bytes() for name in verifier().SIGNED}


def unjudged(package: Package) -> list[str]:
    return [what for entry, what in package.check().faults if what.startswith("cannot be judged in full, since ")]


def rewrite(package: Package, change: Callable[[Rows], object]) -> None:
    """Change what entries.json says."""
    path = package.path / "entries.json"
    rows: Rows = json.loads(path.read_text("utf-8"))
    change(rows)
    path.write_bytes(b"".join(verifier().as_json(rows)))


@pytest.mark.parametrize("number", BATCHES)
def test_a_damaged_batch_is_at_fault_alone(package: Package, number: int) -> None:
    entries = damage(package, number)
    faults = [fault for fault in package.check().faults if FILE not in fault[1]]
    told, line = faults[:-1], faults[-1]
    assert {entry for entry, _ in told} == (entries or {""})
    assert all(f"batches.bin, no. {number + 1}: its signature does not hold" in what for _, what in told)
    assert (line[0], unjudged(package)) == ("", [line[1]])
    assert " is damaged or missing: " in line[1]
    assert not [entry for entry in entries if entry in line[1].partition("missing: ")[2]]


@pytest.mark.parametrize("number", BATCHES)
def test_a_batch_that_was_left_out_is_named_once_and_others_are_not_accused(package: Package, number: int) -> None:
    entries = damage(package, number)
    items = package.items("batches.bin")
    del items[number]
    package.put("batches.bin", items)
    assert package.faulty() == entries
    missing = [what for entry, what in package.check().faults if not entry and FILE not in what]
    assert len([what for what in missing if "missing" in what and "judged" not in what]) == 1
    assert len(unjudged(package)) == 1


@pytest.mark.parametrize("number", BATCHES)
@pytest.mark.parametrize("name", ["entries.csv", "entries.html", "entries.json"])
def test_words_that_were_altered_beside_a_damage_are_still_named(package: Package, number: int, name: str) -> None:
    entries = damage(package, number)
    path = package.path / name
    for entry, text in {"JO-2": b"Joy saw pump 1", "SR-3": b"Sam saw pump 2"}.items():
        whole = path.read_bytes()
        path.write_bytes(whole.replace(text, text.upper()))
        assert (entry, f"{name} is not what was signed") in package.check().faults or entry in entries
        path.write_bytes(whole)


def test_a_standing_that_was_altered_beside_a_damage_is_among_what_cannot_be_judged(package: Package) -> None:
    damage(package, batch_of(package, "SR-5"))
    assert "JO-1" not in unjudged(package)[0]
    rewrite(package, lambda rows: next(row for row in rows if row["number"] == "JO-1").update(standing="refused"))
    assert "JO-1" in unjudged(package)[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.reverse(),
        lambda rows: rows.pop(0),
        lambda rows: rows.insert(0, {**rows[0], "id": "00" * 32, "number": "JO-9"}),
        lambda rows: rows.append(rows[0]),
        lambda rows: rows[0].update(marks=[5]),
        lambda rows: rows[0].update(id=5),
        lambda rows: rows.clear(),
    ],
    ids=["order", "dropped", "added", "doubled", "mark", "id", "nothing"],
)
def test_rows_that_were_moved_beside_a_damage_are_a_fault(package: Package, change: Callable[[Rows], object]) -> None:
    damage(package, batch_of(package, "SR-5"))
    rewrite(package, change)
    assert "entries.json is not what was signed" in package.words()


def test_without_the_act_that_admitted_a_station_none_of_its_work_can_be_judged(package: Package) -> None:
    (admission,) = [at for at, item in enumerate(package.items("acts.bin")) if b"Sam Reed" in item[1]]
    damage(package, admission, "acts.bin")
    faults = [fault for fault in package.check().faults if FILE not in fault[1]]
    assert [entry for entry, _ in faults] == ["", ""]
    assert faults[0][1].startswith(f"acts.bin, no. {admission + 1}: its signature does not hold")
    assert all(entry in faults[1][1] for entry in ENTRIES if entry.startswith("SR"))
    assert "since acts.bin, no. " in faults[1][1]


def test_of_a_file_that_ends_in_the_middle_what_is_lost_is_named(package: Package) -> None:
    whole = (package.path / "batches.bin").read_bytes()
    (package.path / "batches.bin").write_bytes(whole[: len(whole) // 2])
    words = package.words()
    assert "it is damaged, and what follows there is lost" in words
    assert all(entry in words for entry in ENTRIES)


def test_whoever_wrote_the_package_cannot_write_it_anew_around_a_damage(package: Package) -> None:
    assert damage(package, batch_of(package, "SR-3")) == {"SR-3"}
    package.settle()
    assert package.faulty() == {"SR-3"}
    lines: list[str] = []
    assert verifier().main([str(package.path)], lines.append) == 1
    assert "FAULT cannot be judged in full, since batch 3 of SR is damaged or missing: what SR had seen" in lines
