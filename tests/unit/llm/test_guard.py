"""What holds whatever the service does: the deadline, the budget, one second try, and being left alone."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from assistant.llm.budget import Limit, Limits
from assistant.llm.errors import NoAnswer, ServiceFailed, Why
from assistant.llm.port import Use
from assistant.llm.prices import Usage
from tests.unit.llm.guarded import Guarded, Word
from tests.unit.llm.scripted_service import USED, Hanging, ScriptedService, answers

NOTHING = Usage()


async def _until(condition: Callable[[], bool]) -> None:
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0)
    raise TimeoutError


async def _why_of(asking: Awaitable[Word]) -> Why | None:
    try:
        await asking
    except NoAnswer as exc:
        return exc.why
    return None


def _down(**more: Any) -> ServiceFailed:
    return ServiceFailed(Why.DOWN, usage=NOTHING, is_passing=True, **more)


async def test_an_answer_is_checked_paid_for_and_counted() -> None:
    guarded = Guarded(answers())
    assert (await guarded.ask()).word == "tent"
    assert guarded.counted("answered") == 1
    (total,) = guarded.budget.totals().values()
    assert (total.calls, total.answered, total.usage) == (1, 1, USED)
    assert total.cost_micros == 80 * 2 + 20 * 1 + 10 * 8
    assert guarded.registry.get_sample_value("aisle_model_cost_total", {"use": "understanding", "currency": "USD"}) == (
        pytest.approx(260 / 1e6)
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"word":"tent","price":1}',
        '{"word":1}',
        "{}",
        "[]",
        '{"word":',
        "tent",
        '{"word":"' + "x" * 5000 + '"}',
        "null",
    ],
)
async def test_what_does_not_fit_is_no_answer_and_paid_for(text: str) -> None:
    guarded = Guarded(answers(text))
    with capture_logs() as logs:
        assert await guarded.why() is Why.MALFORMED
    assert "tent" not in str(logs)
    assert guarded.budget.today.tokens == USED.tokens


async def test_nobody_waits_for_a_service_that_cannot_even_be_ended() -> None:
    guarded = Guarded(Hanging())
    began = time.monotonic()
    assert await guarded.why(within_s=0.1) is Why.SLOW
    assert time.monotonic() - began < 0.15
    guarded.service.let_go.set()
    await guarded.model.close()


async def test_a_call_that_cannot_be_ended_keeps_its_place_among_those_at_once() -> None:
    guarded = Guarded(Hanging(), answers(), at_once=1)
    assert await guarded.why(within_s=0.05) is Why.SLOW
    assert await guarded.why() is Why.BUSY_HERE
    guarded.service.let_go.set()
    await _until(lambda: not guarded.model._running)
    assert (await guarded.ask()).word == "tent"


async def test_who_gives_up_is_let_go_at_once_and_pays() -> None:
    guarded = Guarded(Hanging())
    asking = asyncio.create_task(guarded.ask())
    await _until(lambda: bool(guarded.service.requests))
    began = time.monotonic()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert time.monotonic() - began < 0.05
    guarded.service.let_go.set()
    await guarded.model.close()
    assert guarded.budget.today.tokens > USED.tokens
    assert guarded.counted("given_up") == 1


async def test_the_uses_own_time_is_the_longest() -> None:
    guarded = Guarded(Hanging())
    began = time.monotonic()
    assert await guarded.why(within_s=60.0) is Why.SLOW
    assert time.monotonic() - began < 1.1
    guarded.service.let_go.set()


async def test_nothing_is_told_after_the_answer_was_given_up() -> None:
    guarded, heard = Guarded(Hanging()), list[str]()
    assert await guarded.why(within_s=0.02, on_text=heard.append) is Why.SLOW
    guarded.service.let_go.set()
    await guarded.model.close()
    assert heard == []


async def test_what_it_is_not_used_for_is_never_asked() -> None:
    guarded = Guarded()
    assert not guarded.model.is_used_for(Use.RANKING)
    assert await guarded.why(use=Use.RANKING) is Why.LEFT_ALONE
    assert await guarded.why(within_s=0.0) is Why.LEFT_ALONE
    assert guarded.service.requests == []


async def test_a_second_try_only() -> None:
    guarded = Guarded(_down(), answers())
    assert (await guarded.ask()).word == "tent"
    guarded = Guarded(_down(), _down(), answers())
    assert await guarded.why() is Why.DOWN
    assert len(guarded.service.requests) == 2


async def test_no_second_try_without_half_the_time_before_it() -> None:
    guarded = Guarded()
    guarded.service.steps = [guarded.passes(0.6), _down(), answers()]
    assert await guarded.why() is Why.DOWN
    assert len(guarded.service.requests) == 1


@pytest.mark.parametrize("failure", [ServiceFailed(Why.REFUSED, usage=NOTHING), ServiceFailed(Why.MALFORMED)])
async def test_no_second_try_of_what_fails_again(failure: ServiceFailed) -> None:
    guarded = Guarded(failure, answers())
    assert await guarded.why() is failure.why
    assert len(guarded.service.requests) == 1


async def test_a_pause_is_kept_to_where_it_fits_and_otherwise_is_the_end() -> None:
    guarded = Guarded(ServiceFailed(Why.BUSY, usage=NOTHING, after_s=0.02, is_passing=True), answers())
    assert (await guarded.ask()).word == "tent"
    guarded = Guarded(ServiceFailed(Why.BUSY, usage=NOTHING, after_s=3600.0, is_passing=True), answers())
    assert await guarded.why() is Why.BUSY
    assert await guarded.why() is Why.LEFT_ALONE
    guarded.clock.now += 59.0
    assert await guarded.why() is Why.LEFT_ALONE
    guarded.clock.now += 2.0
    assert (await guarded.ask()).word == "tent"


async def test_no_second_try_once_something_was_told() -> None:
    guarded, heard = Guarded(), list[str]()

    class Halfway(ScriptedService):
        async def complete(self, request: Any, *, on_text: Any) -> Any:
            self.requests.append(request)
            on_text('{"word":')
            raise _down()

    halfway = Halfway()
    guarded.model._service = halfway
    assert await guarded.why(on_text=heard.append) is Why.DOWN
    assert (len(halfway.requests), heard) == (1, ['{"word":'])


async def test_after_failures_in_a_row_it_is_left_alone_and_tried_again_later() -> None:
    guarded = Guarded(*(_down() for _ in range(6)), answers(), answers())
    with capture_logs() as logs:
        for _ in range(3):
            assert await guarded.why() is Why.DOWN
        assert await guarded.why() is Why.LEFT_ALONE
    assert [log["event"] for log in logs] == ["model_left_alone"]
    assert len(guarded.service.requests) == 6
    assert guarded.counted("left_alone") == 1
    guarded.clock.now += 5.1
    assert (await guarded.ask()).word == "tent"
    assert (await guarded.ask()).word == "tent"


async def test_calls_that_fail_together_pause_as_long_as_one_that_fails_alone() -> None:
    guarded = Guarded(*(_down() for _ in range(16)), answers(), at_once=8)
    await asyncio.gather(*(guarded.why() for _ in range(8)))
    guarded.clock.now += 5.1
    assert (await guarded.ask()).word == "tent"


async def test_what_nobody_expected_of_a_service_is_no_answer_either() -> None:
    guarded = Guarded(StopAsyncIteration("my name is Ann"))
    with capture_logs() as logs:
        assert await guarded.why() is Why.MALFORMED
    assert [(log["event"], log["reason"]) for log in logs] == [("model_call_broke", "StopAsyncIteration")]
    assert "Ann" not in str(logs)
    assert guarded.budget.today.tokens > 0


async def test_who_asks_as_the_process_ends_is_told_that_there_is_no_answer() -> None:
    guarded = Guarded(Hanging())
    asking = asyncio.create_task(guarded.why())
    await _until(lambda: bool(guarded.service.requests))
    guarded.service.let_go.set()
    await guarded.model.close()
    assert await asking is Why.DOWN


async def test_one_use_that_is_left_alone_leaves_the_other() -> None:
    guarded = Guarded(*(_down() for _ in range(6)), answers())
    for _ in range(3):
        await guarded.why()
    assert await guarded.why() is Why.LEFT_ALONE
    assert (await guarded.ask(use=Use.SPEAKING)).word == "tent"


async def test_what_a_model_refuses_to_say_is_no_illness_of_its_server() -> None:
    guarded = Guarded(*(ServiceFailed(Why.REFUSED, is_ill=False) for _ in range(5)), answers())
    for _ in range(5):
        assert await guarded.why() is Why.REFUSED
    assert (await guarded.ask()).word == "tent"


async def test_a_conversation_has_its_budget_and_others_have_theirs() -> None:
    guarded = Guarded(*(answers() for _ in range(9)), limits=Limits(conversation=Limit(tokens=1000)))
    with capture_logs() as logs:
        whys = [await _why_of(guarded.ask()) for _ in range(9)]
    assert whys[-2:] == [Why.BUDGET, Why.BUDGET]
    assert [log["scope"] for log in logs] == ["conversation"]
    assert 1 < whys.count(None) == len(guarded.service.requests) < 8
    assert (await guarded.ask(conversation_id="another")).word == "tent"
    assert guarded.registry.get_sample_value("aisle_model_budget_exhausted_total", {"scope": "conversation"}) == (
        whys.count(Why.BUDGET)
    )


async def test_a_day_has_its_budget_in_money_and_the_next_day_its_own() -> None:
    guarded = Guarded(answers(), answers(), limits=Limits(day=Limit(cost_micros=2000)))
    await guarded.ask(conversation_id=None)
    guarded.service.steps = [answers(usage=Usage(input_tokens=900)), answers()]
    await guarded.ask(conversation_id="b")
    with capture_logs() as logs:
        assert await guarded.why(conversation_id="c") is Why.BUDGET
        assert await guarded.why(conversation_id="d") is Why.BUDGET
    assert [log["scope"] for log in logs] == ["day"]
    guarded.today += timedelta(days=1)
    assert (await guarded.ask(conversation_id="e")).word == "tent"


async def test_calls_at_once_cannot_overspend_together() -> None:
    guarded = Guarded(*(answers() for _ in range(8)), limits=Limits(day=Limit(tokens=1200)), at_once=8)
    told = await asyncio.gather(*(guarded.ask(conversation_id=str(n)) for n in range(8)), return_exceptions=True)
    assert 0 < sum(isinstance(each, Word) for each in told) < 8
    assert guarded.budget.today.tokens <= 1200
    assert guarded.budget.today.tokens == USED.tokens * sum(isinstance(each, Word) for each in told)


async def test_a_failure_that_cost_nothing_costs_nothing() -> None:
    guarded = Guarded(*(_down() for _ in range(2)))
    await guarded.why()
    assert guarded.budget.today.tokens == 0


async def test_without_figures_of_the_service_characters_are_counted() -> None:
    guarded = Guarded(answers(usage=None))
    await guarded.ask()
    assert guarded.budget.today.tokens > 50
