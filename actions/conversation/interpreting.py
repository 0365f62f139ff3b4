"""Who may say what a sentence means that no rule and no intent was sure of, what they are told, and what they say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from catalog.query import Sort

OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnScreen:
    """A product that the shopper sees or was told of; its place counts from one, as "the second one" does.

    `spoken` is how the shopper is told of it.
    """

    place: int
    title: str
    price: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A sentence and where in a conversation it was said.

    `requests` are what was looked for, the latest first, `in_focus` the place of the product that was told of last,
    and `asked` the question the assistant ended with. `conversation_id` is only what a budget is counted for.
    """

    words: str
    on_screen: tuple[OnScreen, ...] = ()
    in_focus: int | None = None
    requests: tuple[str, ...] = ()
    asked: str = ""
    conversation_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What goods are asked for, or how those on the screen are to change; prices in main units, as they are said."""

    text: str = ""
    qualities: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    max_price: Decimal | None = None
    min_price: Decimal | None = None
    quantity: int | None = None
    sort: Sort | None = None

    @property
    def says_something(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """One of the shop's intents, never a yes or a no: those are the shopper's own.

    `references` are places on the screen. `fallen` are the parts of what was understood that nothing bears out, by
    name: they are not in here any more.
    """

    intent: str
    confidence: float
    wanted: Wanted = field(default_factory=Wanted)
    references: tuple[int, ...] = ()
    fallen: frozenset[str] = frozenset()


class Interpreter(Protocol):
    @property
    def most_s(self) -> float:
        """How long it may take at most."""

    async def interpret(self, moment: Moment, *, within_s: float) -> Interpretation | None:
        """None where nothing came in time, or nothing that can be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """What was understood as a shopper would say it plainly: `words` for the action, `phrase` for asking back.

    `is_a_form` where the action is a form to be opened. What is pointed at, `words` call by its place and `phrase` by
    its name.
    """

    action: str
    words: str
    phrase: str
    intent: str
    is_a_form: bool = False

    def as_dict(self) -> dict[str, object]:
        return {"action": self.action, "words": self.words, "intent": self.intent, "is_a_form": self.is_a_form}

    @classmethod
    def from_dict(cls, plain: Mapping[str, object]) -> "Plain":
        return cls(
            action=str(plain["action"]),
            words=str(plain["words"]),
            phrase="",
            intent=str(plain["intent"]),
            is_a_form=bool(plain["is_a_form"]),
        )
