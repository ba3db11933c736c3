# SPDX-License-Identifier: Apache-2.0
"""What a hostile or failing disk does to bytes, and the code that readers must answer with."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from incident_console.crypto.errors import Damage, DamagedFile, KeyNotHeld, NeedsNewerVersion


def code_of(action: Callable[[], object]) -> Damage:
    """The code with which an action refuses a file."""
    with pytest.raises(DamagedFile) as caught:
        action()
    return caught.value.code


def patched(data: bytes, at: int, new: bytes) -> bytes:
    """The bytes with some of them overwritten."""
    return data[:at] + new + data[at + len(new) :]


def flipped(data: bytes) -> Iterator[bytes]:
    """The bytes with each single byte changed in turn."""
    for at, byte in enumerate(data):
        yield patched(data, at, bytes((byte ^ 0x41,)))


def every_flip_is_refused(data: bytes, read: Callable[[bytes], object]) -> None:
    """Change each byte, then cut at each length: a reader must answer every time with one of its own errors."""
    for damaged in flipped(data):
        with pytest.raises((DamagedFile, NeedsNewerVersion, KeyNotHeld)):
            read(damaged)
    for length in range(len(data)):
        with pytest.raises(DamagedFile):
            read(data[:length])
