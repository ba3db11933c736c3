# SPDX-License-Identifier: Apache-2.0
"""The hashes that name things, and the words that keep their uses apart."""

from __future__ import annotations

from incident_console.crypto import hashing, tags


def test_every_use_has_a_tag_of_its_own() -> None:
    assert len(set(tags.ALL_TAGS)) == len(tags.ALL_TAGS) == 22
    assert all(len(tag) == 16 and tag.startswith(b"ic1 ") and tag.endswith(b"\0") for tag in tags.ALL_TAGS)


def test_an_operation_id_can_be_checked_with_the_body_withheld() -> None:
    salt, head, body = b"s" * 16, b"head", b"body"
    head_salt = hashing.sha256(tags.SALT_HEAD, salt)[:16]
    body_hash = hashing.sha256(tags.OP_BODY, hashing.sha256(tags.SALT_BODY, salt)[:16], body)
    shown = hashing.sha256(tags.OP_HEAD, head_salt, head)
    assert hashing.op_id_of_halves(shown, body_hash) == hashing.op_id(salt, head, body)


def test_moving_a_byte_between_head_and_body_changes_the_id() -> None:
    salt = b"s" * 16
    assert hashing.op_id(salt, b"ab", b"c") != hashing.op_id(salt, b"a", b"bc")


def test_a_statement_depends_on_team_space_core_and_operations() -> None:
    base = (b"t" * 32, b"s" * 8, b"core", b"r" * 32)
    others = [
        (b"T" * 32, *base[1:]),
        (base[0], b"S" * 8, *base[2:]),
        (*base[:2], b"c", base[3]),
        (*base[:3], b"R" * 32),
    ]
    assert len({hashing.statement(*parts) for parts in [base, *others]}) == 5


def test_the_order_and_number_of_operations_is_in_the_root() -> None:
    a, b = b"a" * 32, b"b" * 32
    assert len({hashing.ops_root(ids) for ids in ([], [a], [a, b], [b, a], [a, a])}) == 5


def test_derivation_follows_rfc_5869() -> None:
    derived = hashing.hkdf(b"\x0b" * 22, salt=bytes(range(13)), info=bytes(range(0xF0, 0xFA)), length=42)
    assert derived.hex() == ("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
