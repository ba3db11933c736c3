# SPDX-License-Identifier: Apache-2.0
"""Join requests: made by a new laptop, read by the team, told apart by eight words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import incident_console
from incident_console.crypto.errors import DamagedFile
from incident_console.crypto.hashing import sha256
from incident_console.crypto.lockbox import join_key
from incident_console.crypto.words import JoinFacts, join_words, word_list
from incident_console.domain.clock import Moment
from incident_console.domain.ids import Random
from incident_console.resources_path import resource_path
from incident_console.wire import names
from incident_console.wire.acts import Device
from incident_console.wire.join import JoinDetails, make_join_request, open_join_details, read_join_request

from .keys import Device as OwnDevice

MOST_REQUESTS = 1_000
"""So many requests are kept and carried."""


@dataclass(frozen=True, slots=True)
class PendingRequest:
    """A laptop that asks to be admitted: who says to sit at it, and what its eight words stand for."""

    id: str
    member: str
    wanted_code: str
    asked_at_ms: int
    device: Device
    file_hash: bytes
    facts: JoinFacts

    def words(self) -> tuple[str, ...]:
        """The words that only the real laptop shows; takes a quarter of a second."""
        return join_words(self.facts, bip39_words())


def make_request(
    device: OwnDevice, team_id: bytes, team_key: bytes, member: str, code: str, now: Moment, random: Random
) -> bytes:
    """The request file of this laptop."""
    details = JoinDetails(member, code, incident_console.__version__, now.ms)
    return make_join_request(
        details, device.public, team_id=team_id, join_public_key=team_key, sign=device.signer.sign, random=random
    )


def request_path(data: bytes, team_id: bytes) -> str:
    """The name of a request whose signature holds. Raises DamagedFile or NeedsNewerVersion."""
    read_join_request(data, team_id)
    return names.join_file(sha256(data))


def words_of(data: bytes, team_id: bytes, team_key: bytes, member: str) -> tuple[str, ...]:
    """The eight words that stand for a request, with the member's name as its own laptop knows it."""
    request = read_join_request(data, team_id)
    return join_words(request.facts(member, team_key), bip39_words())


def read_request(data: bytes, team_id: bytes, join_seed: bytes) -> PendingRequest | None:
    """A request as a member sees it, or None where its details do not open."""
    request, key = read_join_request(data, team_id), join_key(join_seed, team_id)
    try:
        details = open_join_details(request, key)
    except DamagedFile:
        return None
    digest = sha256(data)
    return PendingRequest(
        id=names.base32hex(digest, 20),
        member=details.name,
        wanted_code=details.wanted_code,
        asked_at_ms=details.wall_ms,
        device=request.device,
        file_hash=digest,
        facts=request.facts(details.name, key.public_key),
    )


@cache
def bip39_words() -> tuple[str, ...]:
    """The list that all words are taken from."""
    return word_list(resource_path("resources", "words", "english.txt").read_text(encoding="ascii"))
