"""How limits are written, how they count in one process, and whom they count."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.operator_passes import passes_of
from assistant.settings import GatewaySettings
from assistant.supervisor.folder import StateFolder
from tests.unit.public_shop import SECRETS
from webhooks.limits import local
from webhooks.limits.addresses import counted_as
from webhooks.limits.errors import TooOften
from webhooks.limits.limits import Bucket, Kind, Rate
from webhooks.limits.local import LocalLimits
from webhooks.limits.operators import HEADER, LIFETIME_S, OperatorPasses
from webhooks.problems import problem_of


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def of(caller: str, kind: Kind = Kind.MESSAGES) -> Bucket:
    return Bucket(kind=kind, caller=caller)


def counting(clock: Seconds, *, messages: Rate) -> LocalLimits:
    return LocalLimits({**GatewaySettings.model_validate(SECRETS).rates, Kind.MESSAGES: messages}, clock=clock)


async def let_through(limits: LocalLimits, caller: str, *, tries: int) -> int:
    through = 0
    for _ in range(tries):
        try:
            await limits.take(of(caller))
            through += 1
        except TooOften:
            continue
    return through


@pytest.mark.parametrize(("burst", "per_s"), [(70, 2.0), (3, 0.1), (1, 7.0), (1000, 50.0)])
async def test_a_burst_and_then_so_many_a_second(burst: int, per_s: float) -> None:
    clock = Seconds()
    limits = counting(clock, messages=Rate(burst=burst, per_s=per_s))
    assert await let_through(limits, "a", tries=burst + 5) == burst
    clock.now += 3 / per_s
    assert await let_through(limits, "a", tries=burst + 5) == min(3, burst)
    clock.now += 10 * burst / per_s
    assert await let_through(limits, "a", tries=burst + 5) == burst


async def test_who_is_told_to_wait_gets_in_after_that_wait() -> None:
    clock = Seconds()
    limits = counting(clock, messages=Rate(burst=2, per_s=0.25))
    await let_through(limits, "a", tries=2)
    clock.now += 1
    with pytest.raises(TooOften) as refused:
        await limits.take(of("a"))
    assert refused.value.wait_s == pytest.approx(3)
    assert problem_of(refused.value).headers["Retry-After"] == "3"
    clock.now += refused.value.wait_s
    await limits.take(of("a"))


async def test_one_callers_haste_is_nobody_elses() -> None:
    limits = counting(Seconds(), messages=Rate(burst=1, per_s=1))
    await limits.take(of("a"))
    await limits.take(of("b"))
    await limits.take(of("a", Kind.SIRI))
    with pytest.raises(TooOften):
        await limits.take(of("c"), of("a"))


async def test_callers_of_long_ago_are_forgotten() -> None:
    clock = Seconds()
    limits = counting(clock, messages=Rate(burst=1, per_s=1))
    for number in range(50):
        await limits.take(of(f"a{number}"))
    clock.now += 2
    await limits.take(of("b"))
    assert list(limits._full_at) == [of("b")]
    for number in range(local.MOST_CALLERS + 10):
        await limits.take(of(f"a{number}"))
    assert len(limits._full_at) == local.MOST_CALLERS


@pytest.mark.parametrize("written", ["", "70", "70/2", "70 2", "0 2/s", "70 0/s", "-1 2/s", "70 2/m", "70 1e9/s"])
def test_what_is_no_limit_stops_the_start(written: str) -> None:
    with pytest.raises((ValidationError, ValueError)):
        Rate.read(written)


def test_limits_are_set_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(f"AISLE_{name.upper()}", value)
    monkeypatch.setenv("AISLE_LIMIT_MESSAGES", " 5  0.5/s ")
    rates = GatewaySettings().rates
    assert rates[Kind.MESSAGES] == Rate(burst=5, per_s=0.5)
    assert {Rate.read(str(rate)) for rate in rates.values()} == set(rates.values())
    monkeypatch.setenv("AISLE_LIMIT_MESSAGES", "many")
    with pytest.raises(ValidationError):
        GatewaySettings()


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "nowhere"),
        ("unknown, or something forged", "nowhere"),
    ],
)
def test_a_household_of_addresses_is_one_caller(host: str, counted: str) -> None:
    assert counted_as(host) == counted


def test_a_pass_is_the_installations_own_and_soon_over() -> None:
    clock = Seconds()
    passes = OperatorPasses(secret="a" * 32, now=clock)
    clock.now = 2_000_000_000
    (given,) = passes.headers().values()
    assert passes.is_valid(given)
    assert not OperatorPasses(secret="b" * 32, now=clock).is_valid(given)
    assert not passes.is_valid(None)
    assert not passes.is_valid(given[:-2])
    clock.now += LIFETIME_S + 60
    assert not passes.is_valid(given)
    clock.now -= 2 * LIFETIME_S
    assert not passes.is_valid(given), "made for longer than a pass may live"


def test_who_holds_the_state_folder_is_the_operator(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path)
    assert passes_of(folder, given={})() == {}
    kept = folder.ensure_secrets({})["AISLE_SENDER_SECRET"]
    assert OperatorPasses(secret=kept).is_valid(passes_of(folder, given={})()[HEADER])
    given = {"AISLE_SENDER_SECRET": "given" * 8}
    assert OperatorPasses(secret="given" * 8).is_valid(passes_of(folder, given=given)()[HEADER])
