# SPDX-License-Identifier: Apache-2.0
"""Times as people type and read them: the clock on the wall in, milliseconds UTC inside, words out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone

from incident_console.domain.clock import LAST_MS, Moment
from incident_console.domain.errors import KnownError

_HALF_A_DAY_MS = 12 * 3600 * 1000
_DAY = timedelta(days=1)
_OFFSET = re.compile(r"([+-])\s*(\d{1,6})\s*(m|min|h|d)?", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(today|yesterday|tomorrow)\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?|(\d{2})(\d{2})", re.IGNORECASE)
_MINUTES = {"m": 1, "min": 1, "h": 60, "d": 24 * 60}
_DAYS = {"today": timedelta(), "yesterday": -_DAY, "tomorrow": _DAY}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOTHING = ("", "none", "never", "-")
_PAST = "Type 14:05, -30 for 30 minutes ago, yesterday 23:50, or 2026-11-22T14:05."
_DUE = "Type 14:05, +30 for in 30 minutes, tomorrow 08:00, or 2026-11-22T14:05."


class _NoTimeError(Exception):
    """What was typed is none."""


def parse_event_time(text: str, now: Moment) -> Moment:
    """When something happened, from ``14:05``, ``-10`` (minutes), ``yesterday 23:50`` or an ISO time.

    A bare clock time is today's, unless that lies over 12 hours ahead: then it is yesterday's, as after midnight.
    The offset is the one typed, else this laptop's at that time. Raises KnownError.
    """
    with _told(text, "Nothing was saved.", _PAST):
        return _past(text, now)


def parse_moment_known(text: str, now: Moment) -> Moment:
    """A moment that one looks back at, typed as when something happened. Raises KnownError."""
    with _told(text, "Nothing was looked up.", _PAST):
        return _past(text, now)


def parse_due_time(text: str, now: Moment) -> int | None:
    """When something is due, in ms UTC, from ``14:05``, ``+30`` (minutes), ``+2h`` or an ISO time or date.

    ``none`` takes a due time away. A bare clock time is today's, unless that is over 12 hours past: then it is
    tomorrow's. A date alone means the end of that day. Raises KnownError.
    """
    if text.strip().lower() in _NOTHING:
        return None
    with _told(text, "Nothing was saved.", _DUE):
        found = _parse(text, now)
        if _is_bare_clock(text) and now.ms - _ms(found) > _HALF_A_DAY_MS:
            found = _here(_without_zone(found) + _DAY, now)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
            found = _here(_without_zone(found).replace(hour=23, minute=59), now)
        return _moment(found).ms


def iso(at_ms: int) -> str:
    """A time for programs: 2026-11-22T14:05:00.000Z."""
    return _utc(at_ms).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at_ms % 1000:03d}Z"


def iso_or_none(at_ms: int | None) -> str | None:
    """A time for programs, or None where there is none."""
    return None if at_ms is None else iso(at_ms)


def clock(at_ms: int, now: Moment) -> str:
    """A time as a line shows it: 14:05, with its day when that is not today: 21 Nov 14:05."""
    local, today = local_time(at_ms, now), local_time(now.ms, now)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local.day} {_MONTHS[local.month - 1]}{year} {local:%H:%M}"


def full(at_ms: int, utc_offset_min: int) -> str:
    """A time in full, as its writer's clock showed it: 2026-11-22 14:05:03 +01:00."""
    zone = timezone(timedelta(minutes=utc_offset_min))
    stamp = _utc(at_ms).astimezone(zone)
    return f"{stamp:%Y-%m-%d %H:%M:%S} {offset_words(utc_offset_min)}"


def offset_words(utc_offset_min: int) -> str:
    """An offset from UTC: +01:00."""
    sign, minutes = ("-", -utc_offset_min) if utc_offset_min < 0 else ("+", utc_offset_min)
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def span(length_ms: int) -> str:
    """How long, in words cut to whole minutes: 38 min, 2 h 04 min, 3 d 4 h."""
    minutes = max(0, length_ms) // 60_000
    hours, days = minutes // 60, minutes // 1440
    if days >= 2:
        return f"{days} d {hours % 24} h"
    return f"{hours} h {minutes % 60:02d} min" if hours else f"{minutes} min"


def local_time(at_ms: int, now: Moment) -> datetime:
    """A time on this laptop's wall clock, with the summer time of that day."""
    there = _utc(at_ms)
    return there.astimezone() if _is_system_zone(now) else there.astimezone(_fixed(now))


def local_offset_min(at_ms: int, now: Moment) -> int:
    """This laptop's offset from UTC at a time, in minutes."""
    offset = local_time(at_ms, now).utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0


@contextmanager
def _told(text: str, safe: str, what_to_do: str) -> Iterator[None]:
    try:
        yield
    except _NoTimeError:
        raise KnownError(f"“{text[:60]}” is not a time", safe, what_to_do) from None


def _past(text: str, now: Moment) -> Moment:
    found = _parse(text, now)
    if _is_bare_clock(text) and _ms(found) - now.ms > _HALF_A_DAY_MS:
        found = _here(_without_zone(found) - _DAY, now)
    return _moment(found)


def _parse(text: str, now: Moment) -> datetime:
    words = " ".join(text.split())
    if words.lower() == "now":
        return local_time(now.ms, now)
    if (step := _OFFSET.fullmatch(words)) is not None:
        minutes = int(step[2]) * _MINUTES[(step[3] or "m").lower()]
        return _shifted(now, -minutes if step[1] == "-" else minutes)
    if (typed := _CLOCK.fullmatch(words)) is not None:
        return _clock_time(typed, now)
    return _iso_time(words, now)


def _shifted(now: Moment, minutes: int) -> datetime:
    at_ms = now.ms + minutes * 60_000
    if not 0 <= at_ms <= LAST_MS:
        raise _NoTimeError
    return local_time(at_ms, now)


def _clock_time(typed: re.Match[str], now: Moment) -> datetime:
    hour, minute, second = int(typed[2] or typed[5]), int(typed[3] or typed[6]), int(typed[4] or 0)
    today = _without_zone(local_time(now.ms, now))
    try:
        at = today.replace(hour=hour, minute=minute, second=second, microsecond=0)
    except ValueError:
        raise _NoTimeError from None
    return _here(at + _DAYS[(typed[1] or "today").lower()], now)


def _iso_time(words: str, now: Moment) -> datetime:
    try:
        found = datetime.fromisoformat(words)
        return found if found.tzinfo else _here(found, now)
    except (ValueError, OverflowError, OSError):
        raise _NoTimeError from None


def _is_bare_clock(text: str) -> bool:
    typed = _CLOCK.fullmatch(" ".join(text.split()))
    return typed is not None and typed[1] is None


def _moment(found: datetime) -> Moment:
    at_ms, offset = _ms(found), found.utcoffset() or timedelta()
    if not 0 <= at_ms <= LAST_MS:
        raise _NoTimeError
    return Moment(at_ms, round(offset.total_seconds() / 60))


def _here(wall: datetime, now: Moment) -> datetime:
    """A reading of this laptop's wall clock as a time."""
    return wall.astimezone() if _is_system_zone(now) else wall.replace(tzinfo=_fixed(now))


def _is_system_zone(now: Moment) -> bool:
    """Whether the injected clock goes by the system's zone, so that its summer time may be used."""
    offset = _utc(now.ms).astimezone().utcoffset() or timedelta()
    return offset == timedelta(minutes=now.utc_offset_min)


def _fixed(now: Moment) -> timezone:
    return timezone(timedelta(minutes=now.utc_offset_min))


def _without_zone(at: datetime) -> datetime:
    return at.replace(tzinfo=None)


def _utc(at_ms: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=min(at_ms, LAST_MS))


def _ms(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
