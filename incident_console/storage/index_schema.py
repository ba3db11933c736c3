# SPDX-License-Identifier: Apache-2.0
"""The layout of index.db. It can be thrown away: a changed layout means a new ``VERSION`` and a rebuild."""

from __future__ import annotations

VERSION = 14

SCRIPT = """
CREATE TABLE acts(id BLOB PRIMARY KEY, path TEXT NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE batches(
    stmt BLOB PRIMARY KEY, stream BLOB NOT NULL, seq INTEGER NOT NULL, prev BLOB NOT NULL, sign_key BLOB NOT NULL,
    path TEXT NOT NULL, file_hash BLOB NOT NULL, acl_heads BLOB NOT NULL, sealed_at_ms INTEGER NOT NULL,
    seen_root BLOB NOT NULL, seen BLOB NOT NULL, known_heads BLOB NOT NULL, device BLOB, claimed INTEGER, role INTEGER,
    is_settled INTEGER NOT NULL, in_frontier INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX batches_stream ON batches(stream, seq, in_frontier, prev);
CREATE INDEX batches_key ON batches(sign_key, known_heads, device, claimed, role, is_settled);
CREATE INDEX batches_path ON batches(path);
CREATE TABLE ops(
    row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, entity BLOB NOT NULL, kind TEXT NOT NULL, device BLOB NOT NULL,
    state INTEGER NOT NULL, salt BLOB NOT NULL, head BLOB NOT NULL, body BLOB NOT NULL,
    fault TEXT NOT NULL);
CREATE INDEX ops_entity ON ops(entity);
CREATE INDEX ops_not_accepted ON ops(state) WHERE state <> 1;
CREATE TABLE local(op INTEGER PRIMARY KEY);
CREATE TABLE placed(
    stmt BLOB NOT NULL, place INTEGER NOT NULL, op INTEGER NOT NULL, PRIMARY KEY(stmt, place)) WITHOUT ROWID;
CREATE INDEX placed_op ON placed(op);
CREATE TABLE numbers(
    series BLOB NOT NULL, n INTEGER NOT NULL, what TEXT NOT NULL, incident BLOB NOT NULL, op INTEGER NOT NULL,
    PRIMARY KEY(series, n, what, incident, op)) WITHOUT ROWID;
CREATE TABLE doubled(
    incident BLOB NOT NULL, what TEXT NOT NULL, series BLOB NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY(incident, what, series, n)) WITHOUT ROWID;
CREATE TABLE heads(
    path TEXT PRIMARY KEY, stream BLOB NOT NULL, seq INTEGER NOT NULL, beat INTEGER NOT NULL, stmt BLOB NOT NULL,
    is_covered INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX heads_stream ON heads(stream, is_covered);
CREATE TABLE leftovers(
    folder TEXT NOT NULL, path TEXT NOT NULL, seen_at_ms INTEGER NOT NULL, PRIMARY KEY(folder, path)) WITHOUT ROWID;
CREATE TABLE given(
    folder TEXT NOT NULL, path TEXT NOT NULL, size INTEGER, changed_ns INTEGER,
    PRIMARY KEY(folder, path)) WITHOUT ROWID;
CREATE TABLE rollups(path TEXT PRIMARY KEY, stmts BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE rollup_reads(
    folder TEXT NOT NULL, path TEXT NOT NULL, read_at_ms INTEGER NOT NULL, PRIMARY KEY(folder, path)) WITHOUT ROWID;
CREATE TABLE imported(path TEXT PRIMARY KEY, mark TEXT NOT NULL, sha256 BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE parts(hash BLOB PRIMARY KEY, priority INTEGER NOT NULL, length INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE things(
    row INTEGER PRIMARY KEY, thing TEXT NOT NULL, key BLOB NOT NULL, incident BLOB, sort INTEGER NOT NULL,
    tie INTEGER NOT NULL, file BLOB, kind TEXT, device BLOB, person BLOB, is_significant INTEGER, is_late INTEGER,
    is_struck INTEGER, view BLOB NOT NULL, digest BLOB NOT NULL, UNIQUE(key, thing));
CREATE INDEX things_sorted ON things(thing, incident, sort, tie, key) WHERE thing <> 'entry';
CREATE INDEX things_logged ON things(
    incident, sort, tie, key, kind, device, person, is_significant, is_late, is_struck) WHERE thing = 'entry';
CREATE INDEX things_file ON things(file) WHERE file IS NOT NULL;
CREATE TABLE log_tally(
    incident BLOB NOT NULL, kind TEXT NOT NULL, device BLOB NOT NULL, person BLOB NOT NULL, entries INTEGER NOT NULL,
    significant INTEGER NOT NULL, late INTEGER NOT NULL, struck INTEGER NOT NULL,
    PRIMARY KEY(incident, kind, device, person)) WITHOUT ROWID;
CREATE TABLE texts(sha256 BLOB PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(
    title, words, passage, facets, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
INSERT INTO search(search, rank) VALUES ('hashsize', 8388608);
"""
