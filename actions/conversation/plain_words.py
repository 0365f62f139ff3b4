"""Sentences that say in so many words what is to be done, whatever a product's name or the talk makes them look like.

A card's buttons say such sentences: "Add the … to my cart". A title is a dozen words nobody could train on, and
whether "the leather one" points at something depends on what was shown.
"""

import re

from actions.conversation.open_question import WHICH_MEANT
from actions.heard import Heard
from shop.advice import asks_beside, asks_for_ideas, asks_for_popular, asks_what_else
from shop.extremes import extreme_asked
from shop.narrowing import is_a_measure
from shop.offers import asks_for_offers
from shop.phrasing.aspects import asks_for_a_fact
from shop.phrasing.details import WHY
from shop.pointing import RECALLS, asks_what_came_first, goes_back, goes_with, points_alone, recalled, starts_over
from shop.recollection import Recollection

ADD = re.compile(r"^(please )?(add|put) .+ (to|in|into) (my|the) (cart|basket|bag)\W*$")
REMOVE = re.compile(r"^(please )?(remove|take|delete) .+ (from|out of) (my|the) (cart|basket|bag)\W*$")
TELL = re.compile(r"^(please )?tell me (more )?about (the|this|that) .+")

BUYS = re.compile(r"\b(?:re-?order|order|buy|bought|purchase|get|need|want|usual|last (?:time|week|month))\b")
NOT_THAT = re.compile(r"^\W*(?:no\W+)?(?:not (?:that|so|too|quite)|too) [a-z]+\W*$")
CHOICES_ASKED = re.compile(
    r"\b(?:what|which) (?:\w+ )?(?:sizes?|colou?rs?|options|choices)\b.*\b(?:have|there|come|got|available|in)\b"
)
OF_IT = re.compile(r"^\W*(?:and |so |ok )?(?:what|how) about (?:its|their)\b")
TAKES_OUT = re.compile(r"^(?:please )?(?:remove|delete|take out) (?:the|that|those|my) .+")
# Of what is shown a bare size asks for what comes in it, and not which size would fit.
SIZE_ALONE = re.compile(r"^\W*(?:in |a |and )*(?:size|sz) (?:x+[- ]?large|\w+(?:[. ]\d)?(?: and a half)?)\W*$")
# A bare answer to "which do you mean?".
NAMES_ONE = re.compile(r"^\W*(?:i mean(?:t)? )?(?:the|that|first|second|third|last|number)(?: [\w'-]+){0,3}\W*$")

# An opinion is asked for, whatever it is wanted for: "which would you take for a wet trip?".
OPINION = re.compile(
    r"^\W*(?:so |and |ok(?:ay)? )*(?:which|what) (?:one |of (?:these|those|them|the (?:two|three)) )?"
    r"(?:would|should|do) (?:you|i) (?:take|choose|pick|go (?:with|for)|recommend|suggest)\b"
)

ACTIONS = ((ADD, "action_add_to_cart"), (REMOVE, "action_change_cart"), (TELL, "action_show_details"))

MAY_HIDE_A_COMMAND = frozenset({"action_search_products", "action_refine_search", "action_out_of_scope"})
MAY_HIDE_A_REFERENCE = MAY_HIDE_A_COMMAND | {
    "action_change_cart",
    "action_check_availability",
    "action_deny",
    "action_hand_off",
    "action_order_status",
    "action_recommend_products",
    "action_reorder",
}
MAY_ASK_FOR_MOST = MAY_HIDE_A_REFERENCE | {"action_compare_products", "action_show_details"}
MAY_ASK_FOR_CHOICES = MAY_HIDE_A_REFERENCE | {"action_recommend_size", "action_remember_preference"}
MAY_NAME_ONE = MAY_ASK_FOR_MOST | MAY_ASK_FOR_CHOICES | {"action_add_to_cart", "action_affirm", "action_repeat"}
MAY_ASK_FOR_ADVICE = MAY_NAME_ONE | {"action_give_help", "action_greet", "action_view_cart"}
ASK_FOR_ADVICE = (asks_what_else, asks_for_popular, asks_for_ideas, asks_beside)
MAY_HIDE_PLAIN_WORDS = MAY_NAME_ONE | {"action_give_help", "action_greet", "action_match_price", "action_view_cart"}


def _asks_what_there_is(said: Heard, words: str) -> bool:
    """While one of its sizes is asked for, "what sizes do you have" is about that product."""
    return said.asked is not None and said.asked["kind"] == "choice" and CHOICES_ASKED.search(words) is not None


def asks_for(said: Heard, understood: str) -> str | None:
    """The name of the action, where another was `understood`; None if the words leave it to be understood."""
    words = said.text.lower().strip()
    if asks_for_offers(words):
        return "action_explain_policy"
    if understood in MAY_ASK_FOR_ADVICE and any(asks(words) for asks in ASK_FOR_ADVICE):
        return "action_recommend_products"
    if understood in MAY_HIDE_A_COMMAND and (named := commanded(words) or _taken_out(words, understood)):
        return named
    if understood in MAY_ASK_FOR_CHOICES and _asks_what_there_is(said, words):
        return "action_show_details"
    named_one = understood in MAY_NAME_ONE and bool(said.remembered.get("results"))
    return _of_what_was_shown(said, words, understood) if named_one else None


def _of_what_was_shown(said: Heard, words: str, understood: str) -> str | None:
    if understood == "action_recommend_size" and SIZE_ALONE.match(words):
        return "action_refine_search"
    if understood in MAY_ASK_FOR_MOST and extreme_asked(words):
        return "action_compare_products"
    if OPINION.match(words) and understood in MAY_HIDE_A_REFERENCE:
        return "action_recommend_products"
    if WHY.match(words) or (said.asked and said.asked["kind"] == WHICH_MEANT and NAMES_ONE.match(words)):
        return "action_show_details"
    return _pointed_back(said, words, understood) if understood in MAY_HIDE_A_REFERENCE else None


def _pointed_back(said: Heard, words: str, understood: str) -> str | None:
    if OF_IT.search(words) and asks_for_a_fact(words):
        return "action_show_details"
    if goes_with(words):
        return "action_recommend_products"
    if goes_back(words) or starts_over(words) or asks_what_came_first(words):
        return "action_refine_search"
    if is_a_measure(words) or NOT_THAT.match(words):
        return "action_refine_search"
    kept = said.recollection if RECALLS.search(words) else Recollection()
    if results := recalled(words, kept):
        told_of = {id_ for id_, _ in kept.talked_of} & {id_ for id_, _ in results.pairs}
        one = points_alone(words) and len(told_of) == 1
        return "action_show_details" if one else _unless_asked(words, understood)
    return "action_show_details" if points_alone(words) else None


def commanded(words: str) -> str | None:
    return next((name for pattern, name in ACTIONS if pattern.match(words)), None)


def _taken_out(words: str, understood: str) -> str | None:
    """ "Remove the price limit" is no change of the cart, but who would not be understood otherwise means the cart."""
    return "action_change_cart" if understood == "action_out_of_scope" and TAKES_OUT.match(words) else None


def _unless_asked(words: str, understood: str) -> str | None:
    """ "Are the boots from earlier in stock" asks about them, and does not want them shown again."""
    asks = understood in {"action_check_availability", "action_order_status"} and not points_alone(words)
    buys = understood in {"action_reorder", "action_order_status"} and BUYS.search(words) is not None
    return None if asks or buys or understood == "action_change_cart" else "action_refine_search"
