# SPDX-License-Identifier: Apache-2.0
"""What the record needs of the world, so that a simulation can stand in for it: files, time, chance."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from .clock import Moment

Now = Callable[[], Moment]
"""Reads the laptop's clock."""
Stamp = tuple[int, int]
"""The size of a file in a folder and when it was last written to, in bytes and nanoseconds."""
BUNDLE = "bundle"
"""The carrier of what came in a bundle; that of all else is the path of its folder."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One name of a listing: its size in bytes, -1 for what is no regular file, and when it was last written to.

    That time is the folder's word, in nanoseconds: good for a hint, never for a decision.
    """

    name: str
    size: int
    changed_ns: int = 0

    @property
    def stamp(self) -> Stamp:
        """What tells without opening a file that it is another one than before, as a rule."""
        return self.size, self.changed_ns


class FileTree(Protocol):
    """A folder of immutable files with relative paths such as ``s/<stream>/<name>``.

    Every method raises OSError as the file system does; a vanished share is an OSError too.
    """

    def is_there(self) -> bool:
        """Whether the root can be listed now."""

    def names(self, directory: str) -> list[str]:
        """The names in a directory from one listing, nothing opened; empty if it does not exist."""

    def files(self, directory: str) -> list[Listed]:
        """Names in a directory with sizes and times, nothing opened; empty if it does not exist."""

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file; at most ``limit`` + 1 are read, so that a longer one can be told."""

    def put_new(self, path: str, data: bytes) -> bool:
        """Write a file that was not there, whole or not at all; False if the name exists already."""

    def together(self) -> AbstractContextManager[None]:
        """Files put inside are named for good at its end."""

    def set_aside(self, path: str) -> None:
        """Rename a damaged file to ``<random>.bad`` beside it."""

    def remove(self, path: str) -> None:
        """Remove a file; silent if it is gone already."""

    def free_bytes(self) -> int:
        """How much fits on the medium."""
