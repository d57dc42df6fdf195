"""Deadlines against a slow counter that walks day by day, over a year and both changes of the clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.policy.calendar import Pause, due, grace_until, is_workday, reminders
from mailbot.policy.rules import Calendar, Unit

PACIFIC = ZoneInfo("America/Los_Angeles")
BERLIN = ZoneInfo("Europe/Berlin")
RULE = Calendar(zone="America/Los_Angeles", country="US")
DAY = timedelta(days=1)
HOLIDAYS = {  # federal, as observed in 2026
    date(2026, 1, 1), date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25), date(2026, 6, 19), date(2026, 7, 3),
    date(2026, 7, 4), date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 11), date(2026, 11, 26), date(2026, 12, 25),
    date(2027, 1, 1), date(2027, 1, 18), date(2027, 2, 15),
}  # fmt: skip
OF_BERLIN = {
    date(2026, 1, 1), date(2026, 3, 8), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14),
    date(2026, 5, 25), date(2026, 10, 3), date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1), date(2027, 3, 8),
    date(2027, 3, 26), date(2027, 3, 29),
}  # fmt: skip


@dataclass(frozen=True)
class Slow:
    """The same rulings, written anew and walked day by day."""

    rule: Calendar
    holidays: set[date]
    cutoff: time

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.rule.zone)

    def end(self, unit: Unit, days: int, start: datetime, pauses: Sequence[Pause]) -> datetime:
        here = start.astimezone(self.zone)
        day = here.date()
        if unit == "business":
            if here.time() > self.cutoff:
                day += DAY
            while not self.works(day):
                day += DAY
        while days:
            day += DAY
            if not self.stood(day, pauses) and (unit == "calendar" or self.works(day)):
                days -= 1
        while not self.works(day) or self.stood(day, pauses):
            day += DAY
        return datetime.combine(day, self.cutoff, self.zone).astimezone(UTC)

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def stood(self, day: date, pauses: Sequence[Pause]) -> bool:
        midnight = datetime.combine(day, time(0), self.zone).astimezone(UTC)
        after = datetime.combine(day + DAY, time(0), self.zone).astimezone(UTC)
        return any(begin < end and begin < after and end > midnight for begin, end in pauses)


LOS_ANGELES_DAYS = Slow(RULE, HOLIDAYS, time(17))
BERLIN_DAYS = Slow(
    Calendar(zone="Europe/Berlin", country="DE", subdivision="BE", cutoff="18:30"), OF_BERLIN, time(18, 30)
)
COUNTS: tuple[tuple[Unit, int], ...] = (("business", 1), ("business", 3), ("calendar", 2))
PLACES = st.sampled_from([LOS_ANGELES_DAYS, BERLIN_DAYS])


def local(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=PACIFIC)  # type: ignore[arg-type,misc]


MINUTES = st.integers(0, 366 * 24 * 60).map(
    lambda minute: datetime(2026, 1, 1, 8, tzinfo=UTC) + timedelta(minutes=minute)
)
PAUSES = st.lists(
    st.tuples(MINUTES, st.integers(0, 6000)).map(lambda pause: (pause[0], pause[0] + timedelta(minutes=pause[1]))),
    max_size=4,
)


@settings(max_examples=400, deadline=None)
@given(PLACES, st.sampled_from(["business", "calendar"]), st.integers(1, 42), MINUTES, PAUSES)
def test_days_as_the_slow_counter_counts(
    place: Slow, unit: Unit, days: int, start: datetime, pauses: list[Pause]
) -> None:
    # Pauses near the start, too, where they matter.
    near = [
        (start + (begin - begin.replace(day=1, hour=0, minute=0)), start + (end - begin) + DAY)
        for begin, end in pauses[:1]
    ]
    for stood in (pauses, near):
        assert due(place.rule, days, unit, start, stood).due_at == place.end(unit, days, start, stood)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 60), MINUTES, PAUSES)
def test_hours_are_elapsed_hours_without_the_standing_ones(hours: int, start: datetime, pauses: list[Pause]) -> None:
    left, now = hours * 60, start
    while left:
        left -= not any(begin <= now < end for begin, end in pauses)
        now += timedelta(minutes=1)
    assert due(RULE, hours, "hours", start, pauses).due_at == now


@pytest.mark.parametrize("place", [LOS_ANGELES_DAYS, BERLIN_DAYS])
def test_every_day_and_hour_of_the_year_around_the_clocks_changes(place: Slow) -> None:
    for offset in range(365):
        day = date(2026, 1, 1) + offset * DAY
        assert is_workday(place.rule, day) == place.works(day)
    for month, day_ in ((3, 6), (3, 27), (10, 23), (10, 30)):  # the weekends on which either zone changes
        for hour in range(96):
            start = datetime(2026, month, day_, tzinfo=UTC) + timedelta(hours=hour)
            for unit, days in COUNTS:
                assert due(place.rule, days, unit, start).due_at == place.end(unit, days, start, [])


def test_the_example_of_the_rules() -> None:
    found = due(RULE, 5, "business", local(2026, 5, 29, 16, 40))
    assert found.due_at == local(2026, 6, 5, 17)
    assert found.working == (
        "Day 0 is Friday 29 May 2026; Monday 1 June is day 1 and Friday 5 June day 5; not counted: Saturday and Sunday; "
        "ends Friday 5 June 2026, 17:00 Pacific Time"
    )
    assert (found.day0, found.skipped) == (date(2026, 5, 29), (date(2026, 5, 30), date(2026, 5, 31)))


@pytest.mark.parametrize(
    ("start", "day0"),
    [
        (local(2026, 5, 29, 17, 0), date(2026, 5, 29)),  # exactly at the cut-off is in time
        (local(2026, 5, 29, 17, 0, 0, 1), date(2026, 6, 1)),
        (local(2026, 5, 30, 9), date(2026, 6, 1)),
        (local(2026, 5, 22, 18), date(2026, 5, 26)),  # a weekend and Memorial Day between
    ],
)
def test_day_0(start: datetime, day0: date) -> None:
    assert due(RULE, 1, "business", start).day0 == day0


def test_a_holiday_in_the_span_is_skipped_and_named() -> None:
    found = due(RULE, 5, "business", local(2026, 6, 15, 9))
    assert found.due_at == local(2026, 6, 23, 17)
    assert "Friday 19 June (Juneteenth National Independence Day)" in found.working


def test_extra_days_off_and_holidays_that_are_worked() -> None:
    own = Calendar.model_validate(
        {"zone": "America/Los_Angeles", "country": "US", "extra": ["2026-06-17"], "except": ["2026-06-19"]}
    )
    assert due(own, 5, "business", local(2026, 6, 15, 9)).due_at == local(2026, 6, 23, 17)
    assert is_workday(own, date(2026, 6, 19))
    assert (
        "miércoles 17 de junio (día libre adicional)"
        in due(own, 5, "business", local(2026, 6, 15, 9), (), "es").working
    )


def test_calendar_days_end_on_a_working_day() -> None:
    found = due(RULE, 10, "calendar", local(2026, 6, 10, 23))
    assert found.day0 == date(2026, 6, 10)
    assert found.due_at == local(2026, 6, 22, 17)  # the 20th is a Saturday
    assert "day 10 is a day off, so the end moves to the next working day" in found.working


def test_a_day_on_which_the_clock_stood_even_in_part_is_not_counted() -> None:
    start = local(2026, 6, 1, 9)
    part = (local(2026, 6, 3, 10), local(2026, 6, 3, 10, 1))
    to_midnight = (local(2026, 6, 3, 10), local(2026, 6, 4))
    assert due(RULE, 3, "business", start, [part]).due_at == local(2026, 6, 5, 17)
    assert due(RULE, 3, "business", start, [part, to_midnight, part]).due_at == local(2026, 6, 5, 17)
    found = due(RULE, 3, "business", start, [(local(2026, 6, 3, 10), local(2026, 6, 4, 0, 1))])
    assert found.due_at == local(2026, 6, 8, 17)
    assert found.paused == (date(2026, 6, 3), date(2026, 6, 4))
    assert "Wednesday 3 June (the clock stood)" in found.working


@pytest.mark.parametrize(("start", "hour"), [(local(2026, 3, 6, 12), 13), (local(2026, 10, 30, 12), 11)])
def test_the_clocks_change_moves_hours_and_leaves_days(start: datetime, hour: int) -> None:
    assert due(RULE, 1, "business", start).due_at.astimezone(PACIFIC).time() == time(17)
    end = due(RULE, 72, "hours", start).due_at
    assert end - start.astimezone(UTC) == timedelta(hours=72)
    assert end.astimezone(PACIFIC).hour == hour


@pytest.mark.parametrize(
    ("zone", "begin", "end", "stood_hours"),
    [
        (PACIFIC, (2026, 3, 8, 0), (2026, 3, 8, 6), 5),
        (PACIFIC, (2026, 11, 1, 0), (2026, 11, 1, 6), 7),
        (BERLIN, (2026, 3, 29, 0), (2026, 3, 29, 6), 5),
        (BERLIN, (2026, 10, 25, 0), (2026, 10, 25, 6), 7),
    ],
)
def test_a_pause_over_the_clocks_change_lasts_as_long_as_it_lasted(
    zone: ZoneInfo, begin: tuple[int, ...], end: tuple[int, ...], stood_hours: int
) -> None:
    pause = (datetime(*begin, tzinfo=zone), datetime(*end, tzinfo=zone))  # type: ignore[arg-type,misc]
    start = pause[0] - timedelta(hours=1)
    rule = Calendar(zone=str(zone), country="US")
    assert due(rule, 24, "hours", start, [pause]).due_at == start.astimezone(UTC) + timedelta(hours=24 + stood_hours)


def test_reminders_at_half_time_and_on_the_last_morning() -> None:
    start = local(2026, 6, 1, 9)
    found = due(RULE, 5, "business", start)
    half, last = reminders(found, start)
    assert half - start == found.due_at - half
    assert last == local(2026, 6, 8, 8)
    one = due(RULE, 1, "business", start)
    assert reminders(one, start) == (local(2026, 6, 2, 8),)


@given(st.sampled_from(["business", "calendar", "hours"]), st.integers(1, 60), MINUTES)
def test_reminders_lie_within(unit: Unit, days: int, start: datetime) -> None:
    found = due(RULE, days, unit, start)
    moments = reminders(found, start)
    assert list(moments) == sorted(moments)
    assert all(start < moment < found.due_at for moment in moments)


def test_grace_delays_consequences_by_hours() -> None:
    assert grace_until(local(2026, 6, 5, 17), 12) == local(2026, 6, 6, 5)


def test_a_calendar_without_working_days_ends_nowhere() -> None:
    never = Calendar(zone="UTC", country="US", workdays=())
    with pytest.raises(ValueError, match="working days"):
        due(never, 1, "business", local(2026, 6, 1, 9))


def test_the_count_in_spanish_and_in_a_language_without_words() -> None:
    spanish = due(RULE, 5, "business", local(2026, 6, 13, 16, 40), language="es").working
    assert spanish.startswith("El día 0 es el lunes 15 de junio de 2026, porque el cómputo empezó después de las 17:00")
    assert spanish.endswith("termina el martes 23 de junio de 2026 a las 17:00, hora del Pacífico")
    french = due(RULE, 48, "hours", local(2026, 6, 1, 18), language="fr").working
    assert (
        french == "48 hours from Monday 1 June 2026, 18:00 Pacific Time; ends Wednesday 3 June 2026, 18:00 Pacific Time"
    )
