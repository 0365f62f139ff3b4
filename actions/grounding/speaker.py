"""Who may word an answer anew, from facts that are handed over, and what it is handed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from catalog.product import Product, ProductCard

MOST_PRODUCTS = 3


class Matter(StrEnum):
    """What is asked about: one answer is never about both."""

    PRODUCTS = "products"
    POLICIES = "policies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`turn_id` tells listeners whose turn it is; like `conversation_id` it never leaves the machine.

    `is_heard` asks for as much as is listened to at once; on a screen there may be more. `answer_by` is when the turn
    has to be answered, in seconds since 1970.
    """

    text: str
    matter: Matter
    turn_id: str
    conversation_id: str | None
    is_heard: bool
    answer_by: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What answers without a model: which policy, and what is quoted of it; both empty where the shop has none."""

    kind: str = ""
    quoted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The products talked of, as they are in the database now, each with the card that is shown of it.

    The shop's passages on a matter of policy are found by who speaks: of the kind that was `promised`, and with all
    that was quoted of it, for other words must not be less of an answer.
    """

    products: tuple[Product, ...] = ()
    cards: tuple[ProductCard, ...] = ()
    promised: Promise = field(default_factory=Promise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Sentences that the facts bear out, one after the other, and the product that they advise to take, if any.

    `speech` is the same with its prices in words. `text` is what listeners are told piece by piece.
    """

    text: str
    speech: str
    advised: ProductCard | None = None


class Speaker(Protocol):
    async def speak(
        self, question: Question, grounds: Grounds, *, on_sentence: Callable[[str], None] | None = None
    ) -> Said | None:
        """None where nothing was said in time that is true from beginning to end: what is known without it is said.

        `on_sentence` is told every sentence as soon as it has been verified, while the rest is still on its way. What
        comes later may still fail, so that the whole is None: each sentence told is true, the turn's reply decides.
        """
