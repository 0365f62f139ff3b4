"""What is asked back where it is not sure what was meant."""

from shop.reply import Answer

FORMS = "Do you want me to {phrase}?"
EITHER = "Do you want me to {phrase}, or to {other}?"
# What each intent is, in words, where nothing is known but that it may be meant.
KINDS = {
    "product_search": "look for something",
    "refine_search": "change what I found",
    "product_details": "tell you more about one of these",
    "compare_products": "compare these",
    "recommend": "recommend something",
    "add_to_cart": "add something to your cart",
    "change_cart": "change something in your cart",
    "view_cart": "read you your cart",
    "checkout": "go to the checkout",
    "reorder": "order something again",
    "order_status": "look where your order is",
    "return_policy": "tell you the shop's rules",
    "start_return": "start a return",
    "size_recommendation": "find your size",
    "price_match": "tell you how we match prices",
    "availability_check": "see whether something is in stock",
    "preference": "remember something about you",
}


def do_you_mean(phrase: str) -> Answer:
    return _asking(FORMS.format(phrase=phrase), suggestions=("Yes", "No"))


def this_or(phrase: str, other: str) -> Answer:
    return _asking(EITHER.format(phrase=phrase, other=other), suggestions=(_said(phrase), _said(other)))


def which_goods() -> Answer:
    return _asking("I didn't get what you're looking for. What is it, in a word or two?")


def which_one(*, several: bool) -> Answer:
    if several:
        said = "Which one do you mean? Say the first, the second, or its name."
        return _asking(said, suggestions=("The first one", "The second one"))
    return _asking("Which product do you mean? Tell me its name.")


def which_change() -> Answer:
    said = "What shall I change in your cart? Say remove and its name, or how many you want of it."
    return _asking(said, suggestions=("What's in my cart?",))


def _said(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _asking(said: str, *, suggestions: tuple[str, ...] = ()) -> Answer:
    return Answer(speech=said, text=said, suggestions=suggestions, expects_reply=True)
