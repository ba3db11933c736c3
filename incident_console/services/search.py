# SPDX-License-Identifier: Apache-2.0
"""Find anything: entries, tasks, documents, people, messages by the words in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from incident_console.domain.call_list import CallAttempt
from incident_console.domain.message import Message
from incident_console.domain.people import Person
from incident_console.domain.projection import View
from incident_console.domain.status_log import Entry
from incident_console.domain.task import Task
from incident_console.storage.search_query import FIELDS, Filter, parse_query
from incident_console.storage.text_search import MARK_END, MARK_START, Found, Hit

from .base import Service
from .document_sight import sight_of
from .times import full

MOST = 50
__all__ = ["FIELDS", "MOST", "Filter", "SearchAnswer", "SearchHit", "SearchService", "words_alone"]


def words_alone(typed: str) -> str:
    """What was typed without its filters, to mark the words and phrases of it in a document."""
    return " ".join(f'"{word}"' if " " in word else word for word in parse_query(typed).words)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """Something found; ``marks`` are the (start, end) of the found words in the snippet.

    ``matches`` counts the found words in the text of a document's file; elsewhere it is 0.
    """

    kind: str
    id: bytes
    incident: bytes | None
    title: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    matches: int = 0


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The best of all that was found: ``count`` is how many that are, or at least so many unless ``is_counted``.

    Unless it ``is_whole`` the whole answer shows more, or in a better order.
    """

    hits: Sequence[SearchHit] = ()
    count: int = 0
    is_counted: bool = True
    is_whole: bool = True


class SearchService(Service):
    """One search over the whole workspace."""

    def find(
        self, words: str, limit: int = MOST, kinds: tuple[str, ...] = (), filters: Collection[Filter] = ()
    ) -> Sequence[SearchHit]:
        """What holds every word (the last one also as a beginning), best first; nothing for no words.

        Words may be filters such as ``tag:water``. What is restricted to others is not found.
        """
        return self.answer(words, limit, kinds, filters).hits

    def answer(
        self,
        words: str,
        limit: int = MOST,
        kinds: tuple[str, ...] = (),
        filters: Collection[Filter] = (),
        *,
        is_first: bool = False,
    ) -> SearchAnswer:
        """What `find` finds, with how many there are; ``is_first`` soon, for somebody who still types."""
        with self.station.lock:
            query = parse_query(words, filters, sight_of(self.station).roles)
            search = self.station.index.things.search
            found: Found = (search.find_first if is_first else search.find)(query, limit, kinds)
            hits = [self._hit(hit) for hit in found.hits]
        return SearchAnswer(hits, found.count, found.is_counted, found.is_whole)

    def _hit(self, hit: Hit) -> SearchHit:
        snippet, marks = _unmarked(" ".join(hit.snippet.split()))
        return SearchHit(hit.thing, hit.key, hit.incident, self._title(hit), snippet, marks, hit.matches)

    def _title(self, hit: Hit) -> str:
        view: View | None = None
        if hit.thing == "entry" and (view := self._get(Entry, hit.key)):
            return f"{self.station.label(view.number, view.incident, view.id)} {view.kind}"
        if hit.thing == "task" and (view := self._get(Task, hit.key)):
            return f"{self.station.label(view.number, view.incident, view.made.op)} {view.title}"
        if hit.thing == "message" and (view := self._get(Message, hit.key)):
            return f"{self.station.label(view.number, view.incident, view.id)} {view.subject or 'message'}"
        if hit.thing == "call" and (view := self._get(CallAttempt, hit.key)):
            person = self._get(Person, view.person)
            return f"Call to {person.name if person else 'a removed person'}, {full(view.at_ms, 0)[:10]}"
        return hit.title


def _unmarked(snippet: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    plain, marks, start = "", [], 0
    for char in snippet:
        if char == MARK_START:
            start = len(plain)
        elif char == MARK_END:
            marks.append((start, len(plain)))
        else:
            plain += char
    return plain, tuple(marks)
