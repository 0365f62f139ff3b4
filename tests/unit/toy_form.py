"""A small form for tests of what all forms share: it asks what to engrave, and whether that is right."""

from actions.forms.form import FormTurn, Question, Taken
from shop.reply import Answer

HOW = "checkout_how"
CONFIRMATION = "checkout_confirmation"


class ToyForm:
    """Goes by the checkout's name and slots, since Rasa's domain knows no other."""

    name = "checkout_form"
    called = "checkout"
    slots = (HOW, CONFIRMATION)
    begun_by = frozenset({"checkout"})

    async def begin(self, turn: FormTurn) -> Taken:
        return Taken(slots={HOW: turn.slots[HOW]})

    async def go_on(self, turn: FormTurn) -> Taken:
        return Taken()

    async def take(self, turn: FormTurn) -> Taken | None:
        if turn.requested == HOW and "pickup" in turn.said.text:
            return Taken(slots={HOW: "pickup"}, told=said("Pickup it is."))
        if turn.requested == CONFIRMATION and turn.intent == "affirm":
            if turn.lapsed:
                return Taken()
            return Taken(done=True, told=said("It's placed."), asked={"kind": "anything_else"})
        return None

    async def ask(self, slot: str, turn: FormTurn, *, again: bool) -> Question:
        full, short = ("Will it be delivery or pickup?", "Delivery or pickup?")
        if slot == CONFIRMATION:
            full, short = ("Your total is ten dollars. Shall I place it?", "Shall I place it?")
        return Question(answer=said(short if again else full), about={"quote": "q1"})

    async def leave(self, turn: FormTurn) -> Answer:
        return said("All right, your cart is kept.")


def said(words: str) -> Answer:
    return Answer(speech=words, text=words, expects_reply=words.endswith("?"))
