"""What a form is: the slots it fills in their order, what answers them, and how each is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from actions.heard import Heard
from shop.reply import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTurn:
    """What was said while the form is open, its slots so far, and the question that it has asked.

    `about` is what the question was bound to, such as the id of a quote. A `lapsed` question was asked so long ago that
    a bare yes answers it no more, or another one was asked since. `times` is how often in a row it has been asked.
    After something in between (`interrupted`) the words are no answer; `told` is what has been said in this turn before
    the form asks. Whoever was `greeted` in it may have gone away in between, or be somebody else.
    """

    said: Heard
    intent: str
    slots: Mapping[str, Any]
    requested: str | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    lapsed: bool = False
    times: int = 0
    interrupted: bool = False
    told: str = ""
    greeted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a sentence: the form's slots as they are now, None for what is still to be asked.

    `told` is said before the next question. A form that is `done` ends; `asked` is the single question it may end with.
    `leaves` are slots of the conversation, such as what is talked of, that a form leaves behind when it is done.
    `failure` names what `told` apologises for: the turn is then run again, should it come again.
    """

    slots: Mapping[str, Any] = field(default_factory=dict)
    told: Answer | None = None
    done: bool = False
    asked: Mapping[str, Any] | None = None
    leaves: Mapping[str, Any] = field(default_factory=dict)
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`about` comes back with the turn that answers."""

    answer: Answer
    about: Mapping[str, Any] = field(default_factory=dict)


@runtime_checkable
class TakesFarewells(Protocol):
    """A form to which what otherwise ends forms may be an answer: "I changed my mind" is why something goes back."""

    def is_answer(self, turn: FormTurn) -> bool: ...


class Form(Protocol):
    """`called` is how it is spoken of: "the checkout". `begun_by` are the intents that a rule begins it on."""

    @property
    def name(self) -> str: ...

    @property
    def called(self) -> str: ...

    @property
    def slots(self) -> Sequence[str]: ...

    @property
    def begun_by(self) -> frozenset[str]: ...

    async def begin(self, turn: FormTurn) -> Taken:
        """The form opens, or is come back to; it may be done at once."""
        ...

    async def take(self, turn: FormTurn) -> Taken | None:
        """The sentence as an answer or a correction; None if it is about something else."""
        ...

    async def go_on(self, turn: FormTurn) -> Taken:
        """Something in between was answered, and may have changed what is still to be asked."""
        ...

    async def ask(self, slot: str, turn: FormTurn, *, again: bool) -> Question:
        """`again` if the same was asked the last time: shorter then."""
        ...

    async def leave(self, turn: FormTurn) -> Answer:
        """The shopper wants no more of it."""
        ...
