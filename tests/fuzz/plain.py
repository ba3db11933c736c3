# SPDX-License-Identifier: Apache-2.0
"""The fuzzer of our own: quick, repeatable by seed, needs nothing installed.

An input that is refused at a line of code where none was before becomes a sample too, so that it gets ever deeper.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.fuzz.mutation import Mutator
from tests.fuzz.watching import Watch, bounded, rearm

_TELL_EVERY = 50_000


def play(watch: Watch, inputs: int, seed: int, told: Callable[[Watch], None] = lambda _: None) -> Watch:
    """Give a decoder its samples, then so many damaged inputs."""
    mutator = Mutator(seed)
    corpus = list(watch.decoder.samples)
    with bounded():
        for data in corpus:
            watch.take(data)
        for number in range(1, inputs + 1):
            data = mutator.damaged(corpus)
            rearm()
            if watch.take(data):
                corpus.append(data)
            if number % _TELL_EVERY == 0:
                told(watch)
    return watch
