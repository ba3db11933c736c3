# SPDX-License-Identifier: Apache-2.0
"""What a person types into a search box, as the full-text index reads it.

All words have to be there, the last one also as a beginning; words between quotation marks in this order. A word such
as ``tag:water`` or ``owner:"Facilities lead"`` asks for a property of documents. In the index a property is one made-up
word of letters and digits, so that a filter costs no more than a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from incident_console.domain.document import Document

FIELDS = ("category", "owner", "service", "site", "tag", "vital")
_PARTS = re.compile(rf'({"|".join(FIELDS)}):("[^"]*"?|\S*)|"([^"]*)"?|([^\s"]+)', re.IGNORECASE)
_YES_NO = {"true": "yes", "1": "yes", "false": "no", "0": "no"}
_RESTRICTED = "xrestricted"


@dataclass(frozen=True, slots=True)
class Filter:
    """A property that documents must have: its value begins so, or is just that if ``is_whole``."""

    field: str
    value: str
    is_whole: bool = False

    def term(self) -> str:
        """The made-up word that the index is asked for."""
        token = _token(self.field, self.value)
        return f"{token}z" if self.is_whole else f"{token}*"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Words, phrases, filters; documents restricted to other ``roles`` than these (in small letters) are not found."""

    words: tuple[str, ...]
    filters: tuple[Filter, ...]
    roles: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return not (self.words or self.filters)

    def match(self, *, of_documents: bool = False) -> str:
        """The query in the index's own language; ``of_documents`` finds nothing else, as a filter does by itself."""
        parts = [f"facets : ({_EVERY_DOCUMENT})"] if of_documents and not self.filters else []
        if self.words:
            quoted = " AND ".join(f'"{word}"' for word in self.words)
            parts.append(f"{{title words passage}} : ({quoted}*)")
        if self.filters:
            parts.append(f"facets : ({' AND '.join(each.term() for each in self.filters)})")
        own = " OR ".join(f"{_token('may', role)}z" for role in sorted(self.roles))
        hidden = f"({_RESTRICTED} NOT ({own}))" if own else f"({_RESTRICTED})"
        return f"({' AND '.join(parts)}) NOT facets : {hidden}"


def parse_query(text: str, filters: Collection[Filter] = (), roles: frozenset[str] = frozenset()) -> SearchQuery:
    """The query that somebody typed, with filters that came with it."""
    words: list[str] = []
    typed = list(filters)
    for field, value, phrase, word in _PARTS.findall(text):
        if field:
            typed += _filter(field.lower(), value.strip('"'))
        else:
            words += [each for each in (phrase or word,) if any(char.isalnum() for char in each)]
    return SearchQuery(tuple(words), tuple(typed), roles)


def facet_tokens(view: object) -> str:
    """The made-up words for the properties of a document; none for anything else."""
    if not isinstance(view, Document):
        return ""
    told = view.properties
    values = [("category", told.category), ("owner", told.owner), ("site", told.site), ("service", told.service)]
    values += [("tag", tag) for tag in told.tags] + [("vital", "yes" if told.is_vital else "no")]
    tokens = {token for field, value in values for token in _tokens(field, value)}
    if told.is_restricted:
        tokens |= {_RESTRICTED, *(f"{_token('may', role)}z" for role in told.for_roles)}
    return " ".join(sorted(tokens))


def _filter(field: str, value: str) -> list[Filter]:
    """The filter for what was typed; none while nothing stands behind the colon yet."""
    wanted = _YES_NO.get(value.casefold(), value) if field == "vital" else value
    return [Filter(field, wanted)] if _folded(wanted) else []


@lru_cache(maxsize=4096)
def _tokens(field: str, value: str) -> tuple[str, ...]:
    """A value as a whole, which ends in z, and each of its words, so that the second one is found as well."""
    words = _folded(value).split()
    return (f"{_token(field, value)}z", *(f"{_token(field, word)}w" for word in words[1:])) if words else ()


def _token(field: str, value: str) -> str:
    """Letters and digits that stand for the beginning of a value of a field, accents and capitals aside."""
    return f"x{field[:3]}{_folded(value).encode().hex()}"


def _folded(value: str) -> str:
    plain = unicodedata.normalize("NFKD", " ".join(value.split()).casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


_EVERY_DOCUMENT = " OR ".join(f"{_token('vital', value)}z" for value in ("no", "yes"))
"""Each is vital or not. A beginning would say the same, but costs a list of all of them in every search."""
