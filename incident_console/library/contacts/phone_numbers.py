# SPDX-License-Identifier: Apache-2.0
"""Phone numbers as people type them, and the one international form (E.164) under which two of them are the same."""

from __future__ import annotations

import re
from urllib.parse import unquote

from incident_console.library.limits import MAX_NUMBER_CHARS

_TRUNK_ZERO = re.compile(r"\(0\)")
_SPREADSHEET_GUARD = re.compile(r'\A(?:=?"(.*)"|\'(.*))\Z')
_FEWEST_DIGITS = 7  # typed without a country code, fewer are an extension or a local call
_EXTENSION = re.compile(r";ext=([0-9]{1,10})", re.IGNORECASE)


def as_typed(raw: str) -> str:
    """A number as a person would read it: without ``tel:``, spreadsheet guards and double blanks."""
    number = " ".join(raw[: MAX_NUMBER_CHARS * 4].split())
    guarded = _SPREADSHEET_GUARD.match(number)
    if guarded:
        number = guarded.group(1) or guarded.group(2) or ""
    if number.lower().startswith("tel:"):
        number = unquote(_EXTENSION.sub(r" ext. \1", number[4:])).split(";")[0]
    return number.strip()


def normalized(number: str, region: str | None) -> str | None:
    """The E.164 form, such as +442079460000, or None if it cannot be read with certainty.

    ``region`` is the country (GB, DE ...) for numbers typed without their country code; None reads only full ones.
    An extension is left out: it is part of the number as typed.
    """
    if len(number) > MAX_NUMBER_CHARS or sum(letter.isdigit() for letter in number) < 3:
        return None
    import phonenumbers

    plain = _TRUNK_ZERO.sub("", number)
    if region is None and plain.startswith("00"):
        plain = "+" + plain[2:]
    try:
        parsed = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return None
    is_whole = phonenumbers.is_possible_number_with_reason(parsed) == phonenumbers.ValidationResult.IS_POSSIBLE
    if not is_whole or (not plain.startswith("+") and len(str(parsed.national_number)) < _FEWEST_DIGITS):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
