# SPDX-License-Identifier: Apache-2.0
"""A short turn of what ``python3 dev.py fuzz`` does for long, and proof that it would find something."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from incident_console.crypto.errors import Damage, DamagedFile
from tests.fuzz.decoders import all_decoders
from tests.fuzz.mutation import Mutator
from tests.fuzz.plain import play
from tests.fuzz.watching import SLOW_S, Decoder, Watch

DECODERS = all_decoders()
SOUND = b"a sound file, sealed by somebody"


@pytest.mark.parametrize("name", DECODERS)
def test_a_decoder_answers_damage_with_its_own_errors_alone(name: str) -> None:
    watch = play(Watch(DECODERS[name]), 300, seed=len(name))
    assert not watch.findings
    assert watch.accepted >= len(DECODERS[name].samples), "the samples themselves are read"


@pytest.mark.parametrize("name", DECODERS)
def test_every_sample_is_rightly_believed(name: str) -> None:
    decoder = DECODERS[name]
    assert all(decoder.is_right(sample, decoder.read(sample)) for sample in decoder.samples)


def test_the_same_seed_gives_the_same_inputs() -> None:
    one, other = Mutator(7), Mutator(7)
    assert [one.damaged([SOUND]) for _ in range(200)] == [other.damaged([SOUND]) for _ in range(200)]


# --- what it would find -----------------------------------------------------------------------------------------


def found_in(read: object, into: Path | None = None) -> Watch:
    decoder = Decoder("broken", (SOUND,), read, lambda data, _: data == SOUND)  # type: ignore[arg-type]
    return play(Watch(decoder, into), 60, seed=1)


def test_a_reader_that_believes_a_changed_file_is_found_and_the_file_kept(tmp_path: Path) -> None:
    watch = found_in(len, tmp_path)
    assert set(watch.findings) == {"it was believed"}
    assert (tmp_path / "broken-1").read_bytes() != SOUND


def test_a_reader_that_fails_with_an_error_of_its_own_making_is_found() -> None:
    def read(data: bytes) -> int:
        if data == SOUND:
            return 1
        return data[len(SOUND) * 100]

    assert "IndexError" in found_in(read).findings[0]


def test_a_reader_that_asks_for_too_much_memory_is_found() -> None:
    if sys.platform == "win32":
        pytest.skip("that system sets no bound")

    def read(data: bytes) -> int:
        if data == SOUND:
            return 1
        return len(bytearray(4 << 30))

    assert "MemoryError" in found_in(read).findings[0]


def test_a_reader_that_takes_long_is_found() -> None:
    def read(data: bytes) -> None:
        if data[:1] != SOUND[:1]:
            until_s = time.thread_time() + SLOW_S * 1.05
            while time.thread_time() < until_s:
                pass
        raise DamagedFile(Damage.SIZE)

    decoder = Decoder("slow", (SOUND,), read, lambda *_: True)
    watch = Watch(decoder)
    watch.take(b"not it")
    assert watch.findings[0].startswith("it took 2.")


def test_a_refusal_at_a_new_place_makes_a_sample_that_leads_deeper() -> None:
    def read(data: bytes) -> bytes:
        if data[0] != SOUND[0]:
            raise DamagedFile(Damage.MAGIC)
        if len(data) != len(SOUND):
            raise DamagedFile(Damage.SIZE)
        return SOUND

    watch = play(Watch(Decoder("deep", (SOUND,), read, lambda *_: True)), 200, seed=1)
    assert len(watch.places) == 2


def test_an_empty_sample_can_be_damaged_too() -> None:
    mutator = Mutator(1)
    assert all(mutator.damaged([b""]) is not None for _ in range(500))
