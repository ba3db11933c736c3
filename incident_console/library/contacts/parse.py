# SPDX-License-Identifier: Apache-2.0
"""The contacts in a file that somebody's address book made."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from incident_console.library.limits import MAX_CONTACT_BYTES, MAX_CONTACTS, MIB

from .contact import ParsedContact, ParsedContacts
from .csv_contacts import parse_csv
from .vcard import parse_vcards

_START_BYTES = 65_536


def parse_contacts(file_name: str, data: bytes, region: str | None = None) -> ParsedContacts:
    """Read a vCard or CSV file; each contact that cannot be read is named with its place and the reason.

    ``region`` is the country of numbers without country code, such as "GB"; see phone_numbers.normalized.
    """
    if len(data) > MAX_CONTACT_BYTES:
        return ParsedContacts((), ((file_name, f"It is larger than {MAX_CONTACT_BYTES // MIB} MiB."),))
    contacts: list[ParsedContact] = []
    failed: list[tuple[str, str]] = []
    for where, outcome in itertools.islice(_outcomes(data, region), MAX_CONTACTS + 1):
        place = f"{file_name}, {where}"
        if len(contacts) + len(failed) >= MAX_CONTACTS:
            failed.append((place, f"More than {MAX_CONTACTS:,} contacts in one file: split it."))
        elif isinstance(outcome, str):
            failed.append((place, outcome))
        else:
            contacts.append(outcome)
    if not contacts and not failed:
        failed.append((file_name, "No contact was found in it."))
    return ParsedContacts(tuple(contacts), tuple(failed))


def _outcomes(data: bytes, region: str | None) -> Iterator[tuple[str, ParsedContact | str]]:
    if b"BEGIN:VCARD" in data[:_START_BYTES].replace(b"\x00", b"").upper():
        return ((f"card {number}", outcome) for number, outcome in enumerate(parse_vcards(data, region), start=1))
    return ((f"row {number}", outcome) for number, outcome in parse_csv(data, region))
