# SPDX-License-Identifier: Apache-2.0
"""Files of documents on their way: fetched when the record speaks of them, fetched again when they rot."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_console.domain.document import BlobRef, blob_to_plain
from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Draft, Value
from incident_console.domain.roles import Role
from incident_console.sync.blobs import has_blob, read_blob, store_blob
from tests.helpers.stations import Laptop, a_team, cheap_secrets, exchange

CONTENT = b"Evacuation plan\n" * 5_000


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Path, Laptop, Laptop]]:
    with cheap_secrets():
        folder, (one, other) = a_team(tmp_path, Role.RESPONDER)
        yield folder, one, other
        one.close()
        other.close()


def a_document(laptop: Laptop) -> BlobRef:
    """A document version whose file is in the replica."""
    ref = store_blob(laptop.station, io.BytesIO(CONTENT).read)
    body: dict[str, Value] = {
        "title": "Plan", "file_name": "plan.md", "media_type": "text/markdown", "size": len(CONTENT),
        "sha256": ref.sha256, "blob": blob_to_plain(ref),
    }  # fmt: skip
    laptop.station.save([Draft("document.version", laptop.station.random(16), body)])
    return ref


def parts(folder: Path) -> list[Path]:
    return sorted((folder / "b").rglob("*.c"))


def test_a_file_travels_with_the_operation_that_speaks_of_it(pair: tuple[Path, Laptop, Laptop]) -> None:
    folder, one, other = pair
    ref = a_document(one)
    exchange(one, other)
    assert has_blob(other.station, ref)
    assert read_blob(other.station, ref) == CONTENT
    assert CONTENT[:30] not in b"".join(path.read_bytes() for path in parts(folder))


def test_a_part_that_is_still_on_its_way_is_told_and_comes_later(pair: tuple[Path, Laptop, Laptop]) -> None:
    folder, one, other = pair
    ref = a_document(one)
    one.engine.sync()
    (part,) = parts(folder)
    hidden = part.rename(folder / "hidden")
    other.engine.sync()
    with pytest.raises(KnownError, match="not on this laptop yet"):
        read_blob(other.station, ref)
    hidden.rename(part)
    other.engine.sync()
    assert read_blob(other.station, ref) == CONTENT


def test_a_part_that_rotted_here_is_never_shown_and_comes_again(pair: tuple[Path, Laptop, Laptop]) -> None:
    _, one, other = pair
    ref = a_document(one)
    exchange(one, other)
    (part,) = parts(other.path / "replica")
    part.write_bytes(part.read_bytes()[:-1] + b"!")
    with pytest.raises(KnownError, match="not on this laptop yet"):
        read_blob(other.station, ref)
    other.engine.sync()
    assert read_blob(other.station, ref) == CONTENT


def test_a_lost_part_in_the_folder_is_put_back_by_whoever_has_it(pair: tuple[Path, Laptop, Laptop]) -> None:
    folder, one, other = pair
    a_document(one)
    exchange(one, other)
    (part,) = parts(folder)
    whole = part.read_bytes()
    part.unlink()
    assert other.engine.sync().healed == 1
    assert part.read_bytes() == whole
