"""The rules of returns as the shop states them in its policy: how long, in which state, and who pays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from catalog.contents import PolicyText
from shop.facts import mappings, number, texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What holds for one kind of goods. `days` count from delivery; None where the policy names no number of days.

    `of` is the department or category that an exception is made for; empty for the general rule. `shipping_minor` is
    what sending it back costs the shopper: None where the policy does not say.
    """

    days: int | None = None
    of: str = ""
    condition: str = ""
    shipping_minor: int | None = None
    only_faulty: bool = False
    bring_back: bool = True
    final_sale: bool = False

    def until(self, delivered: date) -> date | None:
        """The last day on which it may come back."""
        return None if self.days is None else delivered + timedelta(days=self.days)

    @property
    def wants_unused(self) -> bool:
        return any(word in self.condition.lower() for word in ("unopened", "unworn", "unused", "sealed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRules:
    """Read once from the policy's facts; what they leave out is left to its words."""

    title: str = ""
    spoken: str = ""
    general: Rule = field(default_factory=Rule)
    exceptions: tuple[Rule, ...] = ()
    final_sale: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    refund_to: str = ""
    refund_within_days: int | None = None

    @classmethod
    def of(cls, policy: PolicyText) -> "ReturnRules":
        facts = policy.facts
        general = _rule(facts, Rule())
        return cls(
            title=policy.title,
            spoken=policy.spoken,
            general=general,
            exceptions=tuple(_rule(entry, general) for entry in mappings(facts.get("exceptions"))),
            final_sale=texts(facts.get("final_sale")),
            proof=texts(facts.get("proof")),
            refund_to=str(facts.get("refund_to") or ""),
            refund_within_days=number(facts.get("refund_within_days")),
        )

    def rule_for(self, category: Sequence[str]) -> Rule:
        """The exception for the narrowest part of the path, or the general rule."""
        by_name = {rule.of.casefold(): rule for rule in self.exceptions}
        found = (by_name.get(name.casefold()) for name in reversed(category))
        return next((rule for rule in found if rule), self.general)


def _rule(facts: Mapping[str, Any], general: Rule) -> Rule:
    """An exception holds to the general rule in all that it does not name."""
    of = facts.get("category") or facts.get("department") or ""
    days, shipping_minor = number(facts.get("days")), number(facts.get("return_shipping_minor"))
    return replace(
        general,
        of=str(of),
        days=general.days if days is None else days,
        condition=str(facts.get("condition") or general.condition),
        shipping_minor=general.shipping_minor if shipping_minor is None else shipping_minor,
        only_faulty=facts.get("only_faulty") is True,
        bring_back=facts.get("bring_back") is not False,
        final_sale=facts.get("final_sale") is True,
    )
