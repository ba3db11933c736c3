# SPDX-License-Identifier: Apache-2.0
"""The headers of a bundle, beside the tar archives that other programs make and read."""

from __future__ import annotations

import tarfile
from io import BytesIO
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.wire.bundle import BLOCK, END, Member, header, padding, read_header

NAME = "s/h1tbvni6nbnp329j/0000000001-e9s4tj9dsctuk7vqe72f.b"


def of_tarfile(name: str, size: int, kind: Literal[0, 1, 2]) -> bytes:
    """The header that Python's own archiver writes for a file without owner or time."""
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf(kind)


@pytest.mark.parametrize("size", [0, 1, 511, 512, 8 << 20, 8**11 - 1])
def test_a_header_is_the_one_that_other_programs_write(size: int) -> None:
    theirs = of_tarfile(NAME, size, tarfile.USTAR_FORMAT)
    assert header(NAME, size) == theirs
    assert read_header(theirs) == Member(NAME, size, is_file=True)


def test_an_archive_of_headers_is_read_by_other_programs() -> None:
    files = {"a/one.m": b"x" * 700, "h/two": b"", "b/aa/three.c": b"y" * 512}
    archive = b"".join(header(name, len(data)) + data + bytes(padding(len(data))) for name, data in files.items())
    with tarfile.open(fileobj=BytesIO(archive + END), mode="r:") as found:
        assert {member.name: found.extractfile(member).read() for member in found} == files  # type: ignore[union-attr]


def test_archives_of_other_programs_are_understood() -> None:
    assert read_header(of_tarfile(f"./{NAME}", 5, tarfile.GNU_FORMAT)) == Member(NAME, 5, is_file=True)
    directory = tarfile.TarInfo("s/")
    directory.type = tarfile.DIRTYPE
    found = read_header(directory.tobuf(tarfile.GNU_FORMAT))
    assert found is not None
    assert not found.is_file


def test_a_name_continued_elsewhere_is_no_file_of_the_layout() -> None:
    long_name = f"{'d' * 80}/{NAME}"
    found = read_header(of_tarfile(long_name, 5, tarfile.USTAR_FORMAT))
    assert found is not None
    assert not found.is_file


@pytest.mark.parametrize(("name", "size"), [("", 1), ("x" * 101, 1), ("x", -1), ("x", 8**11), ("é", 1)])
def test_what_fits_into_no_header_is_refused(name: str, size: int) -> None:
    with pytest.raises(ValueError, match=r"fit|ascii"):
        header(name, size)


@given(st.integers(0, BLOCK - 1), st.integers(1, 255))
def test_a_header_with_a_changed_byte_is_none_or_says_so(at: int, change: int) -> None:
    block = bytearray(header(NAME, 1000))
    block[at] ^= change
    found = read_header(bytes(block))
    assert found is None or found == Member(NAME, 1000, is_file=True)


@given(st.binary(max_size=2 * BLOCK))
def test_other_bytes_are_no_header(data: bytes) -> None:
    assert read_header(data) is None


def test_a_size_that_is_no_octal_number_is_refused() -> None:
    info = tarfile.TarInfo(NAME)
    info.size = 8**12  # other programs then write the number in another way
    assert read_header(info.tobuf(tarfile.GNU_FORMAT)) is None
