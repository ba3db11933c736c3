# SPDX-License-Identifier: Apache-2.0
"""Contacts from address books: read from vCard and CSV, and compared with the people already known."""

from .contact import NumberKind, ParsedContact, ParsedContacts, ParsedNumber
from .duplicates import ContactMatch, KnownContact, MatchKind, match_contacts
from .parse import parse_contacts

__all__ = [
    "ContactMatch",
    "KnownContact",
    "MatchKind",
    "NumberKind",
    "ParsedContact",
    "ParsedContacts",
    "ParsedNumber",
    "match_contacts",
    "parse_contacts",
]
