# SPDX-License-Identifier: Apache-2.0
"""Documents: immutable versions; two versions made apart are both shown until one follows both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .merge import KnownOp, order_key, version_heads
from .operation import Draft, Operation, Value
from .view import Stamp, integer, stamp_of, text, texts


@dataclass(frozen=True, slots=True)
class BlobPart:
    """Where one part of a sealed file lies: hash of the file in the folder, and the span inside it."""

    sha256: bytes
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class BlobRef:
    """A sealed file: its own random key, its parts, and length and SHA-256 of the plaintext."""

    key: bytes
    parts: tuple[BlobPart, ...]
    length: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """One version of a document as it was imported, with the properties it had."""

    id: bytes
    parents: tuple[bytes, ...]
    title: str
    file_name: str
    path: str
    media_type: str
    size: int
    sha256: bytes
    blob: BlobRef
    category: str
    owner: str
    tags: tuple[str, ...]
    classification: str
    is_vital: bool
    label: str
    reviewed_on: str
    review_interval_days: int | None
    why: str
    made: Stamp


@dataclass(frozen=True, slots=True)
class Document:
    """A document with all its versions, oldest first; ``heads`` has more than one after edits made apart."""

    id: bytes
    current: DocumentVersion
    heads: tuple[bytes, ...]
    versions: tuple[DocumentVersion, ...]


def document_version(entity: bytes, fields: Mapping[str, Value], blob: BlobRef, known: Sequence[KnownOp] = ()) -> Draft:
    """Add a version that follows every newest version known here."""
    parents = tuple(sorted(op.id for op in version_heads(known)))
    return Draft("document.version", entity, {**fields, "blob": blob_to_plain(blob)}, sup=parents)


def project_document(entity: bytes, known: Sequence[KnownOp]) -> Document | None:
    """The document that these operations describe, or None while no version is accepted."""
    accepted = sorted((item.op for item in known if item.is_accepted), key=order_key)
    versions = {op.id: version for op in accepted if (version := _version(op)) is not None}
    heads = [op.id for op in version_heads(known) if op.id in versions]
    if not heads:
        return None
    return Document(entity, versions[heads[0]], tuple(heads), tuple(versions.values()))


def blob_to_plain(blob: BlobRef) -> dict[str, Value]:
    """A file reference as it stands in an operation."""
    parts: list[Value] = [{"length": part.length, "offset": part.offset, "sha256": part.sha256} for part in blob.parts]
    return {"key": blob.key, "length": blob.length, "parts": parts, "sha256": blob.sha256}


def blob_from_plain(value: Value) -> BlobRef | None:
    """The file reference in an operation, or None if it is not one."""
    if not isinstance(value, dict):
        return None
    key, digest, length, parts = value.get("key"), value.get("sha256"), value.get("length"), value.get("parts")
    if not (isinstance(key, bytes) and len(key) == 32 and isinstance(digest, bytes) and len(digest) == 32):
        return None
    if not isinstance(length, int) or length < 0 or not isinstance(parts, list):
        return None
    read = tuple(part for part in map(_part, parts) if part is not None)
    return BlobRef(key, read, length, digest) if len(read) == len(parts) else None


def _part(value: Value) -> BlobPart | None:
    if not isinstance(value, dict):
        return None
    digest, offset, length = value.get("sha256"), value.get("offset"), value.get("length")
    is_whole = isinstance(offset, int) and isinstance(length, int) and offset >= 0 and length > 0
    if not (isinstance(digest, bytes) and len(digest) == 32 and is_whole):
        return None
    return BlobPart(digest, offset, length)  # type: ignore[arg-type]


def _version(op: Operation) -> DocumentVersion | None:
    body = op.body
    blob = blob_from_plain(body["blob"])
    digest = body["sha256"]
    if op.head.kind != "document.version" or blob is None or not isinstance(digest, bytes):
        return None
    return DocumentVersion(
        id=op.id,
        parents=op.head.sup,
        title=text(body["title"]),
        file_name=text(body["file_name"]),
        path=text(body.get("path")),
        media_type=text(body["media_type"]),
        size=integer(body["size"]) or 0,
        sha256=digest,
        blob=blob,
        category=text(body.get("category")),
        owner=text(body.get("owner")),
        tags=texts(body.get("tags")),
        classification=text(body.get("classification")),
        is_vital=body.get("is_vital") is True,
        label=text(body.get("version")),
        reviewed_on=text(body.get("reviewed_on")),
        review_interval_days=integer(body.get("review_interval_days")),
        why=text(body.get("why")),
        made=stamp_of(op),
    )
