"""What each use of a model comes to per thousand turns, of what was measured or of what was reckoned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.llm.port import Use
from assistant.llm.prices import MICROS, Prices, Usage
from assistant.llm.stored_spending import SpentOnUse

THOUSAND = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class UseTold:
    """Tokens of one call; `cost` is of a thousand turns as they were, or of a thousand calls where `turns` is None."""

    use: str
    model: str
    currency: str
    calls: int
    answered: int
    turns: int | None
    input_tokens: float
    cached_tokens: float
    output_tokens: float
    cost_of_thousand_calls: float
    cost_of_thousand_turns: float | None


def measured(spent: Sequence[SpentOnUse], *, turns: int, prices: Prices) -> list[UseTold]:
    """At the prices of now: what was paid then is in the table itself."""
    return [_told(each.use, each.model, each.total.usage, (each.total.calls, each.total.answered), turns, prices)
            for each in spent]  # fmt: skip


def reckoned(asked: Mapping[Use, Sequence[Usage]], *, model: str, prices: Prices) -> list[UseTold]:
    return [
        _told(use.value, model, sum(usages, Usage()), (len(usages), 0), None, prices) for use, usages in asked.items()
    ]


def _told(use: str, model: str, usage: Usage, counts: tuple[int, int], turns: int | None, prices: Prices) -> UseTold:
    calls, answered = counts
    cost = prices.cost_micros(usage) / MICROS
    each = max(calls, 1)
    return UseTold(
        use=use,
        model=model,
        currency=prices.currency,
        calls=calls,
        answered=answered,
        turns=turns,
        input_tokens=round(usage.input_tokens / each, 1),
        cached_tokens=round(usage.cached_tokens / each, 1),
        output_tokens=round(usage.output_tokens / each, 1),
        cost_of_thousand_calls=round(THOUSAND * cost / each, 6),
        cost_of_thousand_turns=round(THOUSAND * cost / turns, 6) if turns else None,
    )
