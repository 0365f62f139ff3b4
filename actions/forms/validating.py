"""What a form makes of a turn: an answer, a farewell, or nothing, so that the sentence is answered as any other."""

from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import ask, open_question
from actions.conversation.plain_words import commanded
from actions.forms import words
from actions.forms.form import Form, FormTurn, Taken, TakesFarewells
from actions.forms.suspension import is_new_goal, suspend, suspended_by
from actions.forms.turns import FORM_QUESTION, OFFERS, REQUESTED_SLOT, SUSPENDED, Stage, form_turn, stage_of
from actions.services import Services
from shop.corrections import correction_in
from shop.phrasing import forms as phrasing
from shop.phrasing import manners
from shop.preferences.learning import learning_wished

ENDS = SlotSet(REQUESTED_SLOT, None)


class Validation:
    """The run of `validate_<form>`. Slots in its answer mean that the form goes on; without any, Rasa rejects the form.

    A rejected form lets the intent's own rule answer, and is called again afterwards.
    """

    def __init__(self, form: Form, services: Services) -> None:
        self._form = form
        self._services = services

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        turn = form_turn(self._form, tracker, now=self._services.now())
        stage = stage_of(self._form, tracker)
        if stage is Stage.BEGINS:
            return await self._begun(dispatcher, tracker, turn)
        if stage is Stage.HEARS:
            return await self._heard(dispatcher, turn)
        if is_new_goal(tracker):
            return [*suspend(self._form, dispatcher, now=self._services.now()), ENDS]
        return self._gone_on(dispatcher, turn, await self._form.go_on(turn))

    async def _begun(self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: FormTurn) -> replies.Events:
        """ "Continue" may open this form by its rule while it is another one that waits: that one is opened next."""
        waiting = (tracker.get_slot(SUSPENDED) or {}).get("form")
        if words.resumes(turn.said.text) and waiting not in (None, self._form.name):
            return [ENDS]
        left = suspended_by(self._form, tracker, now=self._services.now())
        return [*left, *self._gone_on(dispatcher, turn, await self._form.begin(turn))]

    async def _heard(self, dispatcher: CollectingDispatcher, turn: FormTurn) -> replies.Events:
        said = turn.said.text
        if manners.is_no_request(said):
            replies.tell(dispatcher, manners.beyond(0, said))
            return self._gone_on(dispatcher, turn, await self._form.go_on(turn))
        comes_back = turn.intent in self._form.begun_by or words.resumes(said)
        question = open_question(turn.said, now=self._services.now())
        is_other = commanded(said.lower().strip()) is not None or learning_wished(said) is not None
        if is_other or (question and question["kind"] not in OFFERS and not comes_back):
            return []
        if words.gives_up(said) and not (isinstance(self._form, TakesFarewells) and self._form.is_answer(turn)):
            replies.tell(dispatcher, await self._form.leave(turn))
            return [*self._emptied(), self._anything_else(), ENDS]
        taken = await self._form.take(turn)
        if taken is not None:
            self._claim(dispatcher, turn)
            return self._gone_on(dispatcher, turn, taken)
        if not comes_back and (not words.says_little(turn) or self._puts_goods_right(turn)):
            return []
        if not comes_back:
            replies.tell(dispatcher, phrasing.not_got())
        return self._gone_on(dispatcher, turn, await self._form.go_on(turn))

    def _puts_goods_right(self, turn: FormTurn) -> bool:
        """ "No, the other headlamp" is about the cart, however unsure the rest of it is."""
        said = turn.said
        is_one = said.cart_step is not None and correction_in(said.text) is not None
        return is_one and self._services.reader().names_goods(said.text)

    def _claim(self, dispatcher: CollectingDispatcher, turn: FormTurn) -> None:
        """An answer that no intent knows, such as an address, was understood all the same: as part of the form's."""
        if turn.intent == words.NOT_UNDERSTOOD and self._form.begun_by:
            replies.tell(dispatcher, phrasing.silence(), meant=min(self._form.begun_by))

    def _gone_on(self, dispatcher: CollectingDispatcher, turn: FormTurn, taken: Taken) -> replies.Events:
        if taken.told is not None:
            replies.tell(dispatcher, taken.told, failure=taken.failure)
        if taken.done:
            left = [SlotSet(name, value) for name, value in taken.leaves.items()]
            return [*self._emptied(), *left, *self._question_left(turn, taken), ENDS]
        return [SlotSet(name, value) for name, value in {**turn.slots, **taken.slots}.items()]

    def _question_left(self, turn: FormTurn, taken: Taken) -> replies.Events:
        """ "Which color?" stays open when "check out" finds nothing in the cart yet."""
        if taken.asked:
            return [ask(taken.asked, now=self._services.now())]
        open_ = open_question(turn.said, now=self._services.now())
        return [] if open_ and open_["kind"] not in OFFERS else [self._anything_else()]

    def _anything_else(self) -> dict[str, Any]:
        """What a yes is to, once the form has ended."""
        return ask({"kind": "anything_else"}, now=self._services.now())

    def _emptied(self) -> list[dict[str, Any]]:
        return [SlotSet(name, None) for name in (*self._form.slots, FORM_QUESTION)]
