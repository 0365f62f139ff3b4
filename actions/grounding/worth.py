"""Which questions are worth a model: open ones, whose answer is no single fact, and that can harm nobody."""

import re

from actions.grounding.speaker import Matter
from shop.phrasing.aspects import DIETS, EATEN, aspects_asked_for
from shop.phrasing.details import PRICE, RATING

SHORTEST = 3
ACTIONS = {
    "action_compare_products": Matter.PRODUCTS,
    "action_show_details": Matter.PRODUCTS,
    "action_recommend_products": Matter.PRODUCTS,
    "action_explain_policy": Matter.POLICIES,
}
# They ask for a reason, a judgment, or how things hang together.
OPEN = re.compile(
    r"\b(?:why|how come|which (?:one |of (?:these|those|them|the two) )?(?:would|should|do|is|are|suits?|fits?)"
    r"|what(?:'s| is| are| would be)? (?:the )?(?:difference|best|better|advantage|point|catch|special)"
    r"|differences?|differ|compared?|comparison|versus|vs|pros|trade-?offs?"
    r"|suit(?:s|ed|able)?|good (?:for|in|on|with|enough)|better|right for|made for|meant for|worth|recommend"
    r"|(?:can|could|will|would|should|do|does) (?:i|it|they|that|this|these|those|the|you)"
    r"|how (?:does|do|well|would|will|is|are)|what makes|tell me (?:about|more)|explain|describe|about)\b"
)
OPEN_OF_POLICIES = re.compile(
    r"\b(?:if|what happens|why|how|even|without|after|before|worn|used|opened|unopened|damaged|broken|faulty|difference"
    r"|who pays|what about"
    r"|can|could|do|does|is|are|will|would|when|explain|except|everything|anything|cover(?:s|ed)?)\b"
)
# One fact answers them whole.
ONE_FACT = re.compile(
    r"\b(?:in stock|available|how (?:many|much|long|big|heavy|tall|wide)|(?:what|which) (?:colou?rs?|sizes?)"
    r"|cheapest|lightest|heaviest|most expensive|(?:best|top|highest)[ -]rated|cheaper|lighter|heavier)\b"
)
# What a mistake could harm somebody by is told from the shop's own words alone.
HARMS = re.compile(
    r"\b(?:allerg\w*|intoleran\w*|safe(?:ty|ly)?|poison\w*|toxic|choke|choking|burn|fire|flammable|medic\w*|doctor|pregnan\w*"
    r"|bab(?:y|ies)|infants?|toddlers?|diabet\w*|coeliac|celiac|gluten|nuts?|peanuts?|lactose|ingredients?|contains?)\b"
)


def matter_of(action: str, said: str) -> Matter | None:
    """None where the answer without a model says all there is to say."""
    words = said.lower()
    matter = ACTIONS.get(action)
    if matter is None or len(words.split()) < SHORTEST or _may_harm(words):
        return None
    if matter is Matter.POLICIES:
        return matter if OPEN_OF_POLICIES.search(words) else None
    if PRICE.search(words) or RATING.search(words) or (ONE_FACT.search(words) and not _judges(words)):
        return None
    return matter if OPEN.search(words) else None


def _judges(words: str) -> bool:
    return re.search(r"\b(?:why|difference|compare|worth|suit\w*|would you)\b", words) is not None


def _may_harm(words: str) -> bool:
    named = HARMS.search(words) or DIETS.search(words)
    return named is not None or bool(EATEN & set(aspects_asked_for(words)))
