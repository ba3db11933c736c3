# SPDX-License-Identifier: Apache-2.0
"""Citing documents: which version of which document an entry speaks of, as it was when the entry was written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from .operation import Value
from .view import identity, member

MOST_CITED = 20
"""Documents that one entry cites; what stands behind them in an entry of another program is passed over."""

_DOCUMENT_BYTES, _VERSION_BYTES = 16, 32


@dataclass(frozen=True, slots=True)
class Citation:
    """A document and that version of it which is meant, for ever."""

    document: bytes
    version: bytes

    @property
    def thing(self) -> bytes:
        """The way to it from another page: the document's id with the version's behind it."""
        return self.document + self.version


def citation_at(thing: bytes) -> Citation | None:
    """The version to which a way leads, or None if it leads to something else."""
    is_one = len(thing) == _DOCUMENT_BYTES + _VERSION_BYTES
    return Citation(thing[:_DOCUMENT_BYTES], thing[_DOCUMENT_BYTES:]) if is_one else None


def citations_to_plain(cites: Iterable[Citation]) -> list[Value]:
    """Citations as they stand in an operation."""
    return [{"document": each.document, "version": each.version} for each in cites]


def citations_of(value: Value) -> tuple[Citation, ...]:
    """The citations in an operation, each once; what is none is passed over."""
    if not isinstance(value, list):
        return ()
    read = (_citation(item) for item in value)
    return tuple(islice(dict.fromkeys(cite for cite in read if cite.document and cite.version), MOST_CITED))


def _citation(item: Value) -> Citation:
    document, version = member(item, "document"), member(item, "version")
    return Citation(identity(document, _DOCUMENT_BYTES), identity(version, _VERSION_BYTES))
