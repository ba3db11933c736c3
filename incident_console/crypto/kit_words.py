# SPDX-License-Identifier: Apache-2.0
"""The 24 words of a recovery kit: 256 secret bits and a checksum, as BIP 39 writes them, and the keys they give.

The checksum tells that a word is wrong, not which. Most slips of pen and keyboard are a word beside a like one of the
list, or two words in each other's place: these are looked for, so that somebody with a paper knows where to look.
No error here ever shows a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from incident_console.crypto import tags
from incident_console.crypto.hashing import hkdf, sha256
from incident_console.domain.errors import KnownError

SEED_BYTES = 32
WORD_COUNT = 24
_BITS_A_WORD = 11
_CHECKSUM_BITS = 8


def words_of_seed(seed: bytes, words: Sequence[str]) -> tuple[str, ...]:
    """The 24 words that stand for 32 secret bytes (BIP 39, 256 bits)."""
    number = int.from_bytes(seed + sha256(seed)[:1], "big")
    shifts = range((WORD_COUNT - 1) * _BITS_A_WORD, -1, -_BITS_A_WORD)
    return tuple(words[number >> shift & (len(words) - 1)] for shift in shifts)


def seed_of_words(typed: Sequence[str], words: Sequence[str]) -> bytes:
    """The 32 bytes behind 24 words. Raises KnownError, which says which words to look at and shows none."""
    if len(typed) != WORD_COUNT:
        raise KnownError(
            f"There are {len(typed)} words where a recovery kit has {WORD_COUNT}",
            "Nothing was changed.",
            "Type all of them, in the order of their numbers.",
        )
    places = {word: place for place, word in enumerate(words)}
    unknown = [at for at, word in enumerate(typed, start=1) if word not in places]
    if unknown:
        raise _not_in_list(unknown)
    numbers = [places[word] for word in typed]
    seed = _checked(numbers)
    if seed is None:
        raise _wrong_somewhere(numbers, words)
    return seed


def kit_seeds(seed: bytes, team_id: bytes) -> tuple[bytes, bytes]:
    """The private seeds of a kit's signing key and of its encryption key, for this team alone."""
    sign = hkdf(seed, salt=team_id, info=tags.KIT + b"sign")
    return sign, hkdf(seed, salt=team_id, info=tags.KIT + b"lockbox")


def _checked(numbers: Sequence[int]) -> bytes | None:
    whole = 0
    for number in numbers:
        whole = whole << _BITS_A_WORD | number
    seed = (whole >> _CHECKSUM_BITS).to_bytes(SEED_BYTES, "big")
    return seed if sha256(seed)[0] == whole & 0xFF else None


def _not_in_list(places: Sequence[int]) -> KnownError:
    one = len(places) == 1
    told = f"Word {places[0]} is" if one else f"Words {', '.join(map(str, places))} are"
    return KnownError(
        f"{told} not in the list of words", "Nothing was changed.", f"Look at {'it' if one else 'them'} on the paper."
    )


def _wrong_somewhere(numbers: Sequence[int], words: Sequence[str]) -> KnownError:
    doubtful = [*_like_words(numbers, words), *_swapped(numbers)]
    where = f" Look first at {' and at '.join(doubtful)}." if doubtful else ""
    return KnownError(
        "One of the words is wrong, or two have changed places",
        "Nothing was changed; each is a word of the list, but together they are no kit.",
        f"Compare every word with the paper.{where}",
    )


def _like_words(numbers: Sequence[int], words: Sequence[str]) -> Iterator[str]:
    """Places at which a like word would make the whole right."""
    for at, number in enumerate(numbers):
        like = (other for other, word in enumerate(words) if other != number and _is_like(word, words[number]))
        if any(_checked([*numbers[:at], other, *numbers[at + 1 :]]) is not None for other in like):
            yield f"word {at + 1}"


def _swapped(numbers: Sequence[int]) -> Iterator[str]:
    """Neighbours that would make the whole right the other way round."""
    for at in range(len(numbers) - 1):
        if _checked([*numbers[:at], numbers[at + 1], numbers[at], *numbers[at + 2 :]]) is not None:
            yield f"the order of words {at + 1} and {at + 2}"


def _is_like(one: str, other: str) -> bool:
    """Whether one letter more, less or other makes one word of the other."""
    shorter, longer = sorted((one, other), key=len)
    more = len(longer) - len(shorter)
    same = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    return more <= 1 and shorter[same + 1 - more :] == longer[same + 1 :]
