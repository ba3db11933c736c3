# SPDX-License-Identifier: Apache-2.0
"""The quick way to and from the body of a usual document: a file in one piece, and properties without lists.

As in ``quick_reading``: read by a compiled decoder, believed only when writing it again gives the same bytes. Members
stand in the order of their names, as they are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from incident_console.domain.operation import Value


class _Part(msgspec.Struct, forbid_unknown_fields=True):
    length: int
    offset: int
    sha256: bytes


class _Blob(msgspec.Struct, forbid_unknown_fields=True):
    key: bytes
    length: int
    parts: tuple[_Part]
    sha256: bytes


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    blob: _Blob
    category: str | UnsetType = UNSET
    classification: str | UnsetType = UNSET
    file_name: str | UnsetType = UNSET
    is_vital: bool | UnsetType = UNSET
    media_type: str | UnsetType = UNSET
    owner: str | UnsetType = UNSET
    path: str | UnsetType = UNSET
    review_interval_days: int | UnsetType = UNSET
    reviewed_on: str | UnsetType = UNSET
    sha256: bytes | UnsetType = UNSET
    size: int | UnsetType = UNSET
    title: str | UnsetType = UNSET
    version: str | UnsetType = UNSET
    why: str | UnsetType = UNSET


_NAMES = _Document.__struct_fields__[1:]
_read = msgspec.msgpack.Decoder(_Document).decode
_write = msgspec.msgpack.Encoder().encode


def document_body(data: bytes) -> dict[str, Value] | None:
    """The fields of a body of the usual shape, as ``unpack`` gives them; None leaves it to ``unpack``."""
    try:
        found = _read(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if _write(found) != data:
        return None
    blob, (part,) = found.blob, found.blob.parts
    fields: dict[str, Value] = {
        "blob": {
            "key": blob.key,
            "length": blob.length,
            "parts": [{"length": part.length, "offset": part.offset, "sha256": part.sha256}],
            "sha256": blob.sha256,
        }
    }
    fields.update((name, value) for name in _NAMES if (value := getattr(found, name)) is not UNSET)
    return fields


def document_bytes(fields: Mapping[str, Any]) -> bytes | None:
    """The bytes of a body of the usual shape, as ``pack`` gives them; None leaves it to ``pack``."""
    try:
        found = msgspec.convert(fields, _Document, strict=True)
        return _write(found)
    except (msgspec.ValidationError, OverflowError, UnicodeEncodeError):
        return None
