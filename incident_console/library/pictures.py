# SPDX-License-Identifier: Apache-2.0
"""Pictures decoded in memory: turned as the camera was held, and no larger than a screen and a printer need."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incident_console.domain.errors import KnownError

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 64 << 20
"""A picture with more is not decoded: 256 MiB."""
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture: rows from the top without gaps, each pixel blue, green, red, opacity, a byte each."""

    width: int
    height: int
    pixels: bytes


def decode_picture(data: bytes, most_wide: int | None = None) -> Picture:
    """The picture in a file, its first one if it has several; shrunk to ``most_wide``. Raises KnownError."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            warnings.simplefilter("ignore")
            if opened.width * opened.height > MAX_PIXELS:
                raise _cannot_be_shown()
            if most_wide is not None:
                opened.draft("RGB", (most_wide, 1))  # a photograph is decoded at half its size or less
            picture: Image.Image = ImageOps.exif_transpose(opened)
            if most_wide is not None and picture.width > most_wide:
                picture.thumbnail((most_wide, MAX_PIXELS))
            return _plain(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError) as bad:
        raise _cannot_be_shown() from bad


def _plain(picture: Image) -> Picture:
    return Picture(picture.width, picture.height, picture.convert("RGBA").tobytes("raw", "BGRA"))


def _cannot_be_shown() -> KnownError:
    return KnownError(
        "This picture cannot be shown",
        "It is damaged or larger than memory allows; it is kept in the library as it is.",
        "Save a smaller copy and import that.",
    )
