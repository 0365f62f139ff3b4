"""What a shopper is told: the channel-neutral answer every channel renders."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.product import ProductCard
from catalog.query import Query
from shop.cart import Cart
from shop.comparison import Comparison
from shop.shown import ShownList


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The outcome of an action: what to say, what to show, and whether something is asked.

    A voice channel speaks at the `pace` that the shopper wants: "slower", or its usual one. After a `secret` answer
    nothing is kept of what the shopper had said: it was a voice code. A `link` is shown and never spoken; what
    `needs_account` tells a guest that a linked account has to come first. After a `farewell` nobody listens on. `shown`
    is how the products came into their order, which is learned from and not told.
    """

    speech: str
    text: str
    products: tuple[ProductCard, ...] | None = None
    cart: Cart | None = None
    order: Mapping[str, Any] | None = None
    suggestions: tuple[str, ...] = ()
    expects_reply: bool = False
    handoff: Mapping[str, Any] | None = None
    query: Query | None = None
    pace: str | None = None
    secret: bool = False
    link: str | None = None
    needs_account: bool = False
    farewell: bool = False
    comparison: Comparison | None = None
    shown: ShownList | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    intent: str
    confidence: float
    query: Query | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer to one turn, with what was understood of it."""

    turn_id: str
    speech: str
    text: str
    products: tuple[ProductCard, ...] | None
    cart: Cart | None
    order: Mapping[str, Any] | None
    suggestions: tuple[str, ...]
    expects_reply: bool
    handoff: Mapping[str, Any] | None
    understood: Understood
    pace: str | None = None
    secret: bool = False
    link: str | None = None
    needs_account: bool = False
    farewell: bool = False
    comparison: Comparison | None = None

    @classmethod
    def of(cls, answer: Answer, *, turn_id: str, intent: str, confidence: float) -> "Reply":
        return cls(
            turn_id=turn_id,
            speech=answer.speech,
            text=answer.text,
            products=answer.products,
            cart=answer.cart,
            order=answer.order,
            suggestions=answer.suggestions,
            expects_reply=answer.expects_reply,
            handoff=answer.handoff,
            understood=Understood(intent=intent, confidence=confidence, query=answer.query),
            pace=answer.pace,
            secret=answer.secret,
            link=answer.link,
            needs_account=answer.needs_account,
            farewell=answer.farewell,
            comparison=answer.comparison,
        )
