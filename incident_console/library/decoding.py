# SPDX-License-Identifier: Apache-2.0
"""Bytes to text when nobody says which encoding it is: UTF-8 first, UTF-16 where it shows, else Windows' Latin."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 8192
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_CONTROL_BYTES = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
_CHARSET = re.compile(
    r"(?:utf-?8|utf-?16|utf-?32|iso|windows|cp|latin|us-ascii|ascii|koi8|shift|sjis|euc|gb|big5|mac|tis|ks)[\w.:-]{0,24}\Z",
    re.IGNORECASE,
)
"""Only real character sets: Python also calls escapes and ciphers encodings."""
_NEWLINES = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text with one kind of line end and control characters taken out, and the encoding it came in."""

    text: str
    encoding: str


def decode_text(data: bytes) -> DecodedText:
    """Read bytes as text; never fails: a byte that fits nowhere becomes U+FFFD."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return DecodedText(tidy(data[len(mark) :].decode(encoding, "replace")), encoding)
    wide = _wide_encoding(data)
    if wide:
        return DecodedText(tidy(data.decode(wide, "replace")), wide)
    if _is_utf8(data):
        return DecodedText(tidy(data.decode("utf-8", "replace")), "utf-8")
    return DecodedText(tidy(data.decode("cp1252", "replace")), "cp1252")


def decode_as(data: bytes, charset: str | None) -> str:
    """Read bytes in the character set that a mail or vCard names; one that is unknown or wrong is guessed instead."""
    if not charset or not _CHARSET.match(charset):
        return decode_text(data).text
    try:
        return tidy(data.decode(charset))
    except (LookupError, ValueError):
        return decode_text(data).text


def looks_like_text(data: bytes) -> bool:
    """Whether a person could read this file in a text editor, judged by its first 8 KiB."""
    sample = data[:_SAMPLE_BYTES]
    if any(sample.startswith(mark) for mark, _ in _BOMS) or _wide_encoding(sample):
        return True
    controls = len(sample) - len(sample.translate(None, delete=_CONTROL_BYTES))
    return b"\x00" not in sample and controls * 100 <= len(sample)


def tidy(text: str) -> str:
    """Text with one kind of line end and without NULs, control characters and halves of surrogate pairs."""
    return _CONTROL.sub("", _NEWLINES.sub("\n", text))


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark: Latin letters leave a zero at every second byte."""
    sample = data[: _SAMPLE_BYTES // 2 * 2]
    half = len(sample) // 2
    if len(sample) < 8 or len(data) % 2 or sample.count(0) * 5 < half * 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd * 5 >= half * 2 and even * 20 <= half:
        return "utf-16-le"
    return "utf-16-be" if even * 5 >= half * 2 and odd * 20 <= half else ""


def _is_utf8(data: bytes) -> bool:
    """Whether all of it is UTF-8, the last character perhaps cut off."""
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(data, final=False)
    except UnicodeDecodeError:
        return False
    return True
