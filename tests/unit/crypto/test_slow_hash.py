# SPDX-License-Identifier: Apache-2.0
"""Several derivations at once end, and give what each gives alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from incident_console.crypto.slow_hash import argon2id

derive = partial(argon2id, salt=b"s" * 16, memory_kib=8 << 10, passes=1, lanes=4)


def test_threads_that_derive_at_once_do_not_wait_for_each_other_for_ever() -> None:
    passwords = [b"%d" % number for number in range(24)]
    with ThreadPoolExecutor(3) as threads:
        together = list(threads.map(derive, passwords))
    assert together == [derive(password) for password in passwords]
    assert len(set(together)) == 24
