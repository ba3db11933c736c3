# SPDX-License-Identifier: Apache-2.0
"""The layout of record.db, step by step; a published step is never changed."""

from __future__ import annotations

STEPS = (
    """
CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE streams(
    ordinal INTEGER PRIMARY KEY, stream BLOB NOT NULL UNIQUE, nonce BLOB NOT NULL, seq INTEGER NOT NULL,
    last_stmt BLOB NOT NULL, beat INTEGER NOT NULL, seen BLOB NOT NULL);
CREATE TABLE numbers(
    incident BLOB NOT NULL, what TEXT NOT NULL, series BLOB NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY(incident, what, series)) WITHOUT ROWID;
CREATE TABLE frontiers(id INTEGER PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE outbox(
    position INTEGER PRIMARY KEY AUTOINCREMENT, op_id BLOB NOT NULL UNIQUE, salt BLOB NOT NULL, head BLOB NOT NULL,
    body BLOB NOT NULL, run INTEGER NOT NULL, frontier INTEGER NOT NULL, acl_heads BLOB NOT NULL);
CREATE TABLE own_batches(
    stmt BLOB PRIMARY KEY, stream BLOB NOT NULL, seq INTEGER NOT NULL, file_hash BLOB NOT NULL, path TEXT NOT NULL,
    sealed_at_ms INTEGER NOT NULL, data BLOB) WITHOUT ROWID;
CREATE INDEX own_batches_waiting ON own_batches(stream, seq) WHERE data IS NOT NULL;
CREATE TABLE receipts(
    stmt BLOB PRIMARY KEY, received_at_ms INTEGER NOT NULL, utc_offset_min INTEGER NOT NULL,
    carrier TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE heard(
    stream BLOB PRIMARY KEY, sign_key BLOB NOT NULL, seq INTEGER NOT NULL, stmt BLOB NOT NULL, beat INTEGER NOT NULL,
    state INTEGER NOT NULL, app_version TEXT NOT NULL, wall_ms INTEGER NOT NULL, received_at_ms INTEGER NOT NULL,
    carrier TEXT NOT NULL, set_hash BLOB NOT NULL, path TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE folders(
    path TEXT PRIMARY KEY, added_at_ms INTEGER NOT NULL, state TEXT NOT NULL, since_ms INTEGER NOT NULL,
    synced_at_ms INTEGER, compared_at_ms INTEGER) WITHOUT ROWID;
CREATE TABLE quarantine(
    folder TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, size INTEGER NOT NULL, tries INTEGER NOT NULL,
    first_seen_ms INTEGER NOT NULL, next_try_ms INTEGER NOT NULL, PRIMARY KEY(folder, name)) WITHOUT ROWID;
CREATE TABLE drafts(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID
""",
    """
CREATE TABLE acts(path TEXT PRIMARY KEY, data BLOB NOT NULL)
""",
    """
ALTER TABLE heard ADD COLUMN epoch_id BLOB NOT NULL DEFAULT x''
""",
)
