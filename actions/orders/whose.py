"""Whose orders are asked for, where a voice device may speak for nobody."""

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.conversation.open_question import close_question
from actions.heard import Heard
from actions.services import Services
from shop.orders.number import number_said
from shop.reply import Answer
from shop.turn import Buying


async def ask_for_account(
    dispatcher: CollectingDispatcher, services: Services, said: Heard, answer: Answer
) -> replies.Events:
    """Tells a guest who names no order that an account has to be linked; nothing is told to anybody else."""
    if said.buying is not Buying.WHEN_LINKED or number_said(said.text):
        return []
    if (await services.preferences.of(said.shopper_id)).is_customer:
        return []
    replies.tell(dispatcher, answer)
    return [close_question()]
