"""A lower price seen elsewhere: the policy where it is asked for, and the form where a price is claimed."""

import re

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.explain_policy import tell_policy
from actions.forms.suspension import come_back_to
from actions.heard import heard
from actions.services import Services
from shop.price_matching.said import link_said, price_said

ASKS_FOR_THE_RULE = re.compile(
    r"^\W*(?:hi|hey|so|um+|and)?\W*(?:do|will|would) you (?:guys |ever |also )?"
    r"(?:do |offer |have |honou?r |match |beat |price|guarantee)"
    r"|\b(?:policy|guarantee|how (?:does|do|long)|what if|what happens|is there|rules?|tell me about|possible)\b"
    r"|^\W*price ?match(?:ing)?\W*$|^\W*what about price"
)
CLAIMS = re.compile(
    r"\b(?:i|my \w+|we)(?:'ve| have)? (?:just )?(?:saw|seen|found|got|can (?:get|buy))\b"
    r"|^\W*(?:just )?(?:saw|seen|found) "
    r"|\b(?:has|have|sells?|selling) it\b"
    r"|\bcheaper (?:at|on|in|from|else)|\bless (?:at|on|in|from|else)|\b(?:match|beat) (?:it|this|that|the|their)\b"
    r"|\b(?:request|claim|want|like|need) (?:a |to request a )?price ?match\b"
    r"|\bprice ?match (?:the|this|that|these|those|it)\b"
)
PRICE_MATCH_FORM = "price_match_form"


class MatchPrice(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_match_price"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        if is_claim(said.text):
            return come_back_to(PRICE_MATCH_FORM)
        return await tell_policy(self._services, dispatcher, said, kind="price_match")


def is_claim(text: str) -> bool:
    """Whether a price was seen, rather than the rule asked for."""
    said = text.lower()
    if price_said(text, currency="USD") is not None or link_said(text) is not None:
        return True
    return CLAIMS.search(said) is not None and ASKS_FOR_THE_RULE.search(said) is None
