"""Limits: evenly refilled, per caller, and bounded in memory."""

from __future__ import annotations

import pytest

from decant.errors import TooMany
from decant.services import limits
from decant.services.limits import Allowance, Limits


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_caller_spends_and_gets_back_evenly(clock: Clock) -> None:
    spending = Limits(60, 10, clock=clock)

    first, second = spending.spend("ada"), spending.spend("ada")
    clock.now += 1
    third = spending.spend("ada")

    assert first == Allowance(60, 59, 1)
    assert second == Allowance(60, 58, 2)
    assert third == Allowance(60, 58, 2)


def test_who_has_spent_all_waits_for_one_to_come_back(clock: Clock) -> None:
    spending = Limits(2, 10, clock=clock)
    spending.spend("ada")
    spending.spend("ada")

    with pytest.raises(TooMany) as refused:
        spending.spend("ada")
    assert refused.value.retry_after == 30
    clock.now += 30
    assert spending.spend("ada") is not None


def test_what_is_left_is_told_without_counting(clock: Clock) -> None:
    spending = Limits(2, 10, clock=clock)
    spending.spend("ada")

    assert [spending.left("ada"), spending.left("ada")] == [Allowance(2, 1, 30)] * 2
    assert spending.left("grace") == Allowance(2, 2, 0)
    assert Limits(0, 10).left("ada") is None


def test_callers_do_not_pay_for_one_another(clock: Clock) -> None:
    spending = Limits(1, 10, clock=clock)
    spending.spend("ada")

    assert spending.spend("grace") is not None


def test_no_limit_is_no_limit() -> None:
    assert Limits(0, 10).spend("ada") is None


def test_many_callers_do_not_fill_the_memory(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CALLERS", 10)
    spending = Limits(60, 10, clock=clock)

    for number in range(100):
        spending.spend(f"address:{number}")
        clock.now += 0.5

    assert len(spending._due) <= 10


def test_signing_in_is_counted_by_name_and_by_address() -> None:
    spending = Limits(0, 2)
    spending.spend_sign_in("ada", "10.0.0.1")
    spending.spend_sign_in("ada", "10.0.0.2")

    with pytest.raises(TooMany):
        spending.spend_sign_in("ada", "10.0.0.3")
    spending.spend_sign_in("grace", "10.0.0.1")
    with pytest.raises(TooMany):
        spending.spend_sign_in("linus", "10.0.0.1")
