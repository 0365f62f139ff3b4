"""What was understood of a sentence, said in the plain words that the shop's own reading is sure of.

Only parts that were checked come in here, and only these words reach an action: it reads them as it reads a shopper.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum, auto

from actions.conversation.interpreting import Interpretation, Moment, Plain, Wanted
from catalog.query import Sort
from shop.references import ORDINALS
from shop.spoken import listing

NTH = tuple(word for word in ORDINALS if word.isalpha())
SORTED = {
    Sort.CHEAPEST: "cheapest",
    Sort.MOST_EXPENSIVE: "most expensive",
    Sort.BEST_RATED: "best rated",
    Sort.MOST_POPULAR: "most popular",
}


class Missing(Enum):
    """What was not understood, without which nothing can be done."""

    GOODS = auto()
    WHICH = auto()
    CHANGE = auto()


# They only show and tell; whatever else they would do they ask for first.
ONLY_LOOKS = frozenset(
    {
        "product_search",
        "refine_search",
        "product_details",
        "compare_products",
        "recommend",
        "view_cart",
        "order_status",
        "return_policy",
        "size_recommendation",
        "price_match",
        "availability_check",
        "talk/help",
        "talk/repeat",
        "talk/greet",
    }
)
# A shopper who is asked for money or for goods to be sent back is led no further away than by these.
BY_THE_WAY = frozenset({"product_details", "return_policy", "view_cart", "availability_check"})


def said_plainly(understood: Interpretation, moment: Moment) -> Plain | Missing:
    if understood.intent in FIXED:
        action, words, phrase = FIXED[understood.intent]
        return _plain(understood, action, words, phrase)
    if understood.intent == "preference":
        # Nobody else should put it into words.
        phrase = "remember what you said of yourself"
        return _plain(understood, "action_remember_preference", moment.words, phrase)
    plain = SAYING[understood.intent](understood)
    return plain if isinstance(plain, Missing) else replace(plain, phrase=_with_names(plain.phrase, moment))


def _with_names(phrase: str, moment: Moment) -> str:
    for each in moment.on_screen:
        phrase = phrase.replace(_called(each.place), f"the {each.spoken}")
    return phrase


def goods(wanted: Wanted) -> str:
    """As the parser reads it back: words before the noun, bounds behind it."""
    before = (*([SORTED[wanted.sort]] if wanted.sort else []), *wanted.colors, *wanted.qualities, *wanted.brands)
    return " ".join(filter(None, (*before, wanted.text, *_bounds(wanted))))


def _bounds(wanted: Wanted) -> list[str]:
    said = [f"in size {size}" for size in wanted.sizes]
    low, high = wanted.min_price, wanted.max_price
    if low is not None and high is not None:
        said.append(f"between {low:f} and {high:f}")
    elif high is not None:
        said.append(f"under {high:f}")
    elif low is not None:
        said.append(f"over {low:f}")
    return [*said, *(f"without {what}" for what in wanted.without)]


def _search(understood: Interpretation) -> Plain | Missing:
    wanted = understood.wanted
    if not (wanted.text or wanted.qualities or wanted.brands):
        return Missing.GOODS
    return _plain(understood, "action_search_products", f"find {goods(wanted)}", f"look for {goods(wanted)}")


def _refine(understood: Interpretation) -> Plain | Missing:
    wanted = understood.wanted
    if wanted.sort is Sort.CHEAPEST and not goods(wanted).removeprefix(SORTED[Sort.CHEAPEST]):
        return _plain(understood, "action_refine_search", "cheaper", "look for something cheaper")
    if not wanted.says_something:
        return _plain(understood, "action_refine_search", "show me more", "show you more")
    return _plain(understood, "action_refine_search", f"only {goods(wanted)}", f"show you only {goods(wanted)}")


def _details(understood: Interpretation) -> Plain | Missing:
    wanted, which = understood.wanted, _which(understood)
    if not which:
        return Missing.WHICH
    if wanted.qualities:
        words = f"is {which} {wanted.qualities[0]}"
        return _plain(understood, "action_show_details", words, f"tell you whether {words.removeprefix('is ')}")
    return _plain(understood, "action_show_details", f"tell me more about {which}", f"tell you more about {which}")


def _compare(understood: Interpretation) -> Plain | Missing:
    which = listing([_called(place) for place in understood.references]) if len(understood.references) > 1 else "these"
    return _plain(understood, "action_compare_products", f"compare {which}", f"compare {which}")


def _recommend(understood: Interpretation) -> Plain | Missing:
    what = goods(understood.wanted)
    if what:
        return _plain(understood, "action_recommend_products", f"recommend {what}", f"recommend {what}")
    return _plain(understood, "action_recommend_products", "what do you recommend", "recommend something")


def _availability(understood: Interpretation) -> Plain | Missing:
    if not understood.references and (what := goods(understood.wanted)):
        return _plain(
            understood, "action_check_availability", f"do you have {what} in stock", f"see whether there is {what}"
        )
    which = _which(understood)
    if not which:
        return Missing.WHICH
    phrase = f"see whether {which} is in stock"
    return _plain(understood, "action_check_availability", f"is {which} in stock", phrase)


def _size(understood: Interpretation) -> Plain | Missing:
    which = _which(understood)
    if not which:
        return Missing.WHICH
    words = f"what size should I take in {which}"
    return _plain(understood, "action_recommend_size", words, f"find your size in {which}")


def _policy(understood: Interpretation) -> Plain | Missing:
    topic = " ".join((understood.wanted.text, *understood.wanted.qualities)).strip() or "returns"
    words = f"what is your policy on {topic}"
    return _plain(understood, "action_explain_policy", words, f"tell you the rules on {topic}")


def _add(understood: Interpretation) -> Plain | Missing:
    wanted, which = understood.wanted, _which(understood)
    number = wanted.quantity
    if understood.references or not (wanted.text or wanted.brands):
        if not which:
            return Missing.GOODS
        what = f"{number} of {which}" if number else which
    else:
        what = f"{number} {goods(wanted)}" if number else goods(wanted)
    return _plain(understood, "action_add_to_cart", f"add {what} to my cart", f"add {what} to your cart")


def _change(understood: Interpretation) -> Plain | Missing:
    """Whether something is to go or to be another number is too much to be guessed."""
    wanted = understood.wanted
    if not (wanted.quantity and wanted.text):
        return Missing.CHANGE
    words = f"change the {wanted.text} to {wanted.quantity}"
    return _plain(understood, "action_change_cart", words, f"{words} in your cart")


def _reorder(understood: Interpretation) -> Plain | Missing:
    what = goods(understood.wanted)
    words = f"order {what} again" if what else "order the same as last time"
    return _plain(understood, "action_reorder", words, words)


SAYING: Mapping[str, Callable[[Interpretation], Plain | Missing]] = {
    "product_search": _search,
    "refine_search": _refine,
    "product_details": _details,
    "compare_products": _compare,
    "recommend": _recommend,
    "availability_check": _availability,
    "size_recommendation": _size,
    "return_policy": _policy,
    "add_to_cart": _add,
    "change_cart": _change,
    "reorder": _reorder,
}
FIXED: Mapping[str, tuple[str, str, str]] = {
    "view_cart": ("action_view_cart", "what is in my cart", "read you your cart"),
    "order_status": ("action_order_status", "where is my order", "look where your order is"),
    "price_match": ("action_match_price", "do you match prices", "tell you how we match prices"),
    "checkout": ("checkout_form", "check out", "go to the checkout"),
    "start_return": ("return_form", "I want to return something", "start a return"),
    "talk/help": ("action_give_help", "help", "say what I can do"),
    "talk/repeat": ("action_repeat", "say that again", "say that again"),
    "talk/greet": ("action_greet", "hello", "say hello"),
    "talk/human": ("action_hand_off", "talk to a person", "get a person to help you"),
}


def _plain(understood: Interpretation, action: str, words: str, phrase: str) -> Plain:
    intent = understood.intent.partition("/")[0]
    return Plain(action=action, words=words, phrase=phrase, intent=intent, is_a_form=action.endswith("_form"))


def _which(understood: Interpretation) -> str:
    """A product by its place, or else by what it was called; empty where nothing says which."""
    if understood.references:
        return _called(understood.references[0])
    wanted = understood.wanted
    return f"the {goods(wanted)}" if wanted.text or wanted.brands else ""


def _called(place: int) -> str:
    return f"the {NTH[place - 1]} one"
