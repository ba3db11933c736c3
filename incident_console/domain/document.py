# SPDX-License-Identifier: Apache-2.0
"""Documents: immutable versions; two versions made apart are both shown until one follows both."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .document_properties import Properties, properties_of, version_links
from .merge import KnownOp, order_key, version_heads
from .operation import Draft, Operation, Value
from .view import Stamp, integer, stamp_of, text


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
    """One version of a document as it was imported; ``parents`` are the versions that it follows."""

    id: bytes
    parents: tuple[bytes, ...]
    title: str
    file_name: str
    path: str
    media_type: str
    size: int
    sha256: bytes
    blob: BlobRef
    label: str
    why: str
    made: Stamp


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody took a version out of the sealed library: ``how`` is a word such as export."""

    version: bytes
    how: str
    note: str
    made: Stamp


@dataclass(frozen=True, slots=True)
class Document:
    """A document with all its versions, oldest first; ``heads`` has more than one after edits made apart.

    ``leavings`` are the times that somebody took it out of the sealed library, the oldest first.
    """

    id: bytes
    current: DocumentVersion
    properties: Properties
    heads: tuple[bytes, ...]
    versions: tuple[DocumentVersion, ...]
    leavings: tuple[Leaving, ...]


def document_version(
    entity: bytes,
    fields: Mapping[str, Value],
    blob: BlobRef,
    known: Sequence[KnownOp] = (),
    follows: Sequence[bytes] | None = None,
) -> Draft:
    """Add a version that follows these ones, or else every newest one, and what was set of what it says anew."""
    parents = [op.id for op in version_heads(known)] if follows is None else list(follows)
    links = {*parents, *version_links(fields, parents, known)} if known else parents
    return Draft("document.version", entity, {**fields, "blob": blob_to_plain(blob)}, sup=tuple(sorted(links)))


def document_leaving(entity: bytes, version: bytes, how: str, note: str = "") -> Draft:
    """Keep that a version leaves the sealed library: ``how`` is a word such as export."""
    return Draft("document.leave", entity, {"version": version, "how": how, **({"note": note} if note else {})})


def project_document(entity: bytes, known: Sequence[KnownOp]) -> Document | None:
    """The document that these operations describe, or None while no version is accepted."""
    accepted = sorted((item.op for item in known if item.is_accepted), key=order_key)
    ids = {item.op.id for item in known if item.op.head.kind == "document.version"}
    versions = {op.id: version for op in accepted if (version := _version(op, ids)) is not None}
    heads = [op.id for op in version_heads(known) if op.id in versions]
    if not heads:
        return None
    return Document(
        id=entity,
        current=versions[heads[0]],
        properties=properties_of(known),
        heads=tuple(heads),
        versions=tuple(versions.values()),
        leavings=tuple(_leaving(op) for op in accepted if op.head.kind == "document.leave"),
    )


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


def _leaving(op: Operation) -> Leaving:
    version = op.body["version"]
    left = version if isinstance(version, bytes) else b""
    return Leaving(left, text(op.body["how"]), text(op.body.get("note")), stamp_of(op))


def _version(op: Operation, versions: Collection[bytes]) -> DocumentVersion | None:
    if op.head.kind != "document.version":
        return None
    body = op.body
    blob = blob_from_plain(body["blob"])
    digest = body["sha256"]
    if blob is None or not isinstance(digest, bytes):
        return None
    return DocumentVersion(
        id=op.id,
        parents=tuple(link for link in op.head.sup if link in versions),
        title=text(body["title"]),
        file_name=text(body["file_name"]),
        path=text(body.get("path")),
        media_type=text(body["media_type"]),
        size=integer(body["size"]) or 0,
        sha256=digest,
        blob=blob,
        label=text(body.get("version")),
        why=text(body.get("why")),
        made=stamp_of(op),
    )
