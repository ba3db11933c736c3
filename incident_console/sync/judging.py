# SPDX-License-Identifier: Apache-2.0
"""The right of every batch, judged again whenever a file arrives on which it depends.

Most batches of one author under the same membership heads have the same right and are judged together. Where the role
of a device was changed, or an admin admitted held work, each of its batches is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from incident_console.domain.membership import Limit, Team, Verdict, limited
from incident_console.storage.index import BatchRow, Index
from incident_console.wire.batch import Core

from .cuts import Cuts


def judge_again(index: Index, team: Team) -> None:
    """Judge every batch anew after a membership act arrived; operations may come to count or be taken back."""
    single = team.limited_keys | index.signers_of(team.admitted_stmts)
    for authorship in index.authorships():
        verdict = team.verdict(authorship.sign_key, authorship.known_heads)
        if verdict != authorship.verdict and authorship.sign_key not in single:
            for stmt in index.stmts_under(authorship):
                index.set_verdict(stmt, verdict)
    for sign_key in sorted(single):
        _judge_key(index, team, sign_key)


def judge_limited(index: Index, team: Team, arrived: Iterable[Core]) -> None:
    """Judge what arrived in the light of changes of role that it does not know, and what it tells of older work."""
    cores = list(arrived)
    signers = {core.sign_key for core in cores}
    keys = {key for key in team.limited_keys if key in signers or _is_witness(team.limits(key), cores)}
    for sign_key in sorted(keys | (signers & index.signers_of(team.admitted_stmts))):
        _judge_key(index, team, sign_key)


def _is_witness(limits: Iterable[Limit], cores: Iterable[Core]) -> bool:
    """Whether one of these batches is among those by which a cut's author acknowledged what he had seen."""
    tips = {(limit.author_key, stream): seq for limit in limits for stream, seq, _ in limit.author_tips}
    return any(core.seq <= tips.get((core.sign_key, core.stream), 0) for core in cores)


def _judge_key(index: Index, team: Team, sign_key: bytes) -> None:
    cuts = Cuts(index)
    for row in index.batches("sign_key = ?", (sign_key,)):
        verdict = _verdict(row, team, cuts)
        if verdict != row.verdict:
            index.set_verdict(row.stmt, verdict)


def _verdict(row: BatchRow, team: Team, cuts: Cuts) -> Verdict:
    verdict = team.verdict(row.sign_key, row.known_heads)
    if row.stmt in team.admitted_stmts:
        return verdict if verdict.claimed is not None else team.verdict_when_admitted(row.stmt, row.sign_key) or verdict
    limits = team.limits(row.sign_key, row.known_heads)
    return limited(verdict, [limit for limit in limits if row.stmt not in cuts.inside(limit, row.sign_key)])
