"""What tokens cost, reckoned in whole numbers: a call costs less than a currency's smallest coin."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

MICROS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """`input_tokens` are all that were read, those from the service's own cache included."""

    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Of a million tokens each, in the currency's unit, as price lists have them."""

    currency: str
    input: Decimal = Decimal(0)
    cached: Decimal | None = None
    output: Decimal = Decimal(0)

    def cost_micros(self, usage: Usage) -> int:
        """Millionths of the currency's unit: what a million tokens cost in units, one costs in millionths."""
        cached = self.input if self.cached is None else self.cached
        cost = (
            (usage.input_tokens - usage.cached_tokens) * self.input
            + usage.cached_tokens * cached
            + usage.output_tokens * self.output
        )
        return int(cost.to_integral_value(ROUND_CEILING))
