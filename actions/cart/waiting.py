"""The things of a list that are not settled yet: one is asked about, the others wait their turn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.heard import ShownPair
from catalog.query import Query
from shop.usual.habits import Habit

Question = Mapping[str, Any]

CHOICES = frozenset({"which_one", "choice"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing to be put into the cart: by its words, or as a product that was pointed at.

    `requested` is what was asked for before "which one?": its amount and choices hold, unless others are named now.
    `habit` is what the shopper usually buys of it, while it is being put in; `amount` holds whatever the words say.
    """

    text: str
    query: Query
    pair: ShownPair | None = None
    requested: Query | None = None
    habit: Habit | None = None
    amount: int | None = None

    @property
    def name(self) -> str:
        """As the shopper called it, as far as it was called anything."""
        return self.query.text or (self.requested.text if self.requested else "") or "one"

    def as_dict(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "query": self.query.as_dict(),
            "pair": list(self.pair) if self.pair else None,
            "requested": self.requested.as_dict() if self.requested else None,
            "amount": self.amount,
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Thing":
        pair, requested = plain.get("pair"), plain.get("requested")
        return cls(
            text=plain["text"],
            query=Query.from_dict(plain["query"]),
            pair=(pair[0], pair[1]) if pair else None,
            requested=Query.from_dict(requested) if requested else None,
            amount=plain.get("amount"),
        )


def waiting_in(question: Question | None) -> list[Thing]:
    """The things behind the one that is asked about."""
    return [Thing.from_dict(plain) for plain in (question or {}).get("waiting", ())]


def asked_about(question: Question | None) -> Thing | None:
    plain = (question or {}).get("thing")
    return Thing.from_dict(plain) if plain else None


def with_waiting(question: Question, thing: Thing | None, waiting: Sequence[Thing]) -> dict[str, Any]:
    """The question, holding the place in a list: what it is about, and what comes after."""
    kept = {**question, "of_list": True, "waiting": [one.as_dict() for one in waiting]}
    return kept if thing is None else {**kept, "thing": thing.as_dict()}


def is_of_list(question: Question | None) -> bool:
    return bool((question or {}).get("of_list"))


def question_and_behind(question: Question | None) -> list[Question]:
    """The choices that may be answered now: the open one, or the one that a question in between stands before."""
    candidates = [question, (question or {}).get("behind")]
    return [one for one in candidates if one and one["kind"] in CHOICES]


def names_open(question: Question | None) -> list[str]:
    """What of a list is not in the cart yet."""
    thing = asked_about(question) if is_of_list(question) else None
    return [one.name for one in [*([thing] if thing else []), *waiting_in(question)]]


def unsettled(question: Question | None, new: Sequence[Thing], names_goods: Callable[[str], bool]) -> list[Thing]:
    """What still waits when something is asked for: not what the new things are another word for.

    Whoever points at a product after "which milk?" has answered that, in whatever words.
    """
    if not is_of_list(question):
        return []
    thing = asked_about(question)
    named = {_stem(word) for one in new for word in one.query.text.split()}
    pointing = any(not names_goods(one.text) for one in new)
    open_ = [*([thing] if thing and not pointing else []), *waiting_in(question)]
    return [one for one in open_ if _stem(one.name.split()[-1]) not in named]


def _stem(word: str) -> str:
    return word.removesuffix("s")
