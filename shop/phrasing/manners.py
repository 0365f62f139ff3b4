"""Greetings, help, going slower, and what is said when a request is not the shop's."""

import re
from collections.abc import Mapping, Sequence

from shop.alerts.stock_alerts import Back
from shop.cart import Cart
from shop.phrasing.naming import with_choice
from shop.phrasing.small import CAN_DO
from shop.reply import Answer
from shop.spoken import counted, listing

# Nobody's own name is told: shoppers know the shop, and its assistant by none.
GREETINGS = ("Hi{name}, good to have you here.", "Hello{name}!", "Hey{name}, good to hear from you.")
QUESTIONS = ("What are you shopping for today?", "What can I find for you?", "What's on your list?")
# Of each place in a conversation several, so that nobody hears the same help twice in a row.
HELP: Mapping[str, Sequence[str]] = {
    "form": (
        "We're at {called}. Answer in your own words, ask me anything in between, or say never mind and I'll stop.",
        "I only need your answer to go on with {called}. Say never mind to leave it, and you can come back any time.",
    ),
    "question": (
        "I'm waiting for an answer: {asked} You can also say never mind, and ask for something else.",
        "Answer in your own words, or say never mind. {asked}",
    ),
    "results": (
        "Say the second one to hear more, add the first one to take it, or cheaper, and I'll look again.",
        "You can compare the first two, ask for another color or size, or say show me more.",
        "Ask me anything about one of these, such as what it is made of, or add one to your cart.",
    ),
    "cart": (
        "Your cart has {cart}. Say check out to order, or remove and a name to take something out.",
        "You can ask what's in your cart, change how many you want, look for more, or say check out.",
    ),
    "start": (
        "Tell me what you need, like oat milk, or a rain jacket under eighty dollars. I also know stores and returns.",
        "I can find things, compare them, fill your cart, check out and follow orders. What would you like?",
        "Just say it your own way, like running shoes in size ten, or where is my order.",
    ),
}
BEYOND = (
    "That's not something I can help with here. I can find products, answer questions about them, and fill your cart.",
    "That's beyond me too, I'm afraid: I only know this shop. Name something you'd like to buy, or ask about an order.",
    "I keep missing what you need, sorry. Shall I get a person to help you?",
)
ADVICE = (
    "I'm no doctor or lawyer, so please ask a professional about that. I can tell you what is written on a product. "
    "What are you looking for?"
)
IN_NEED = (
    "I'm so sorry you feel like that. I'm only a shop, but please call your local crisis line or emergency number now: "
    "somebody there will listen."
)
UNKIND = "I'm sorry this is going badly. Tell me what you need, and I'll try again, or say talk to a person."
NOT_HEARD = "I didn't catch that. Could you say it again?"
RULES = "Prices and rules are the shop's, and I can't change them. I can look for what is on offer, though."
_SAYS_SOMETHING = re.compile(r"[^\W_]")
_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"(?:-\w+)?|hundred|thousand|oh|and)"
)
_PRICE = re.compile(
    rf"\b(?:at|costs?|for|is|are) {_NUMBER_WORD}(?: {_NUMBER_WORD})*(?: (?:dollars?|cents?|euros?|pounds?|rupees?))?\b"
)
_MEDICAL = re.compile(
    r"\b(?:medicine|medication|dose|dosage|doctor|pregnan\w+|symptom\w*|diagnos\w+|prescription|ibuprofen|paracetamol"
    r"|headache|fever|rash|infection|blood pressure|overdose|pills?|cure|treat my|chest pain)\b"
)
_IN_NEED = re.compile(
    r"\b(?:kill|hurt|harm) my ?self\b|\bend (?:my life|it all)\b|\bsuicid(?:e|al)\b|\bwant to die\b|\bself[- ]harm\b"
    r"|\b(?:don'?t|do not) want to (?:live|be alive)\b"
)
_LEGAL = re.compile(r"\b(?:sue|lawyer|lawsuit|legal(?:ly)?|illegal|law|liable|rights?|attorney|court)\b")
_UNKIND = re.compile(
    r"\b(?:stupid|idiot|dumb|useless|moron|shut up|hate (?:you|u)|(?:you|u) suck"
    r"|worst|crap|garbage|fuck\w*|shit\w*|damn"
    r"|terrible bot|piece of)\b"
)
_ORDERS_ME = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.*\b(?:rules?|instructions?|prompts?|guidelines?|programming)\b"
    r"|\b(?:system|your) prompt\b|\bjailbreak\b|\bdeveloper mode\b|\bpretend (?:to be|you)\b"
    r"|\b(?:100|(?:one |a )?hundred) ?(?:%|percent) (?:off|discount)\b|\b(?:set|change|make) the price (?:to|of)\b"
    r"|\bprice (?:is |to |of )?(?:zero|0)\b|\b(?:reveal|print|repeat) your (?:instructions|rules)\b"
    r"|\b(?:set|change|make) (?:the|my) (?:total|order|cart|bill)\b.*\b(?:zero|0|free|nothing)\b"
    r"|\byou(?:'re| are) (?:now |actually )?(?:an? |the |in )?(?:admin\w*|root|developer|unrestricted|dan)\b"
    r"|\bact (?:as|like) (?:an? |the |my )?(?:admin\w*|developer|manager|hacker|ai)\b|\bskip (?:the )?payment\b"
)


def greeting(turn: int, *, name: str | None, mention: str) -> Answer:
    called = f" {name}" if name else ""
    begun = GREETINGS[turn % len(GREETINGS)].format(name=called)
    said = f"{begun} {mention} {QUESTIONS[turn % len(QUESTIONS)]}".replace("  ", " ")
    return Answer(speech=said, text=said, suggestions=CAN_DO, expects_reply=True)


def welcome(shop: str | None) -> Answer:
    """For who does not see where they are: a voice platform opens the shop by a name that is not always its own."""
    where = f"Welcome to {shop}." if shop else "Welcome."
    said = f"{where} Tell me what you need, like oat milk, or a rain jacket under eighty dollars. {QUESTIONS[1]}"
    return Answer(speech=said, text=said, suggestions=CAN_DO, expects_reply=True)


def on_its_way() -> str:
    return "Your last order is on its way."


def open_cart(cart: Cart) -> str:
    number = sum(line.quantity for line in cart.lines)
    return f"There {'is' if number == 1 else 'are'} still {counted(number, 'item')} in your cart." if number else ""


def help_with(place: str, turn: int, *, asked: str = "", called: str = "", cart: Cart | None = None) -> Answer:
    ways = HELP[place]
    number = sum(line.quantity for line in cart.lines) if cart else 0
    said = ways[turn % len(ways)].format(asked=asked, called=called, cart=counted(number, "item"))
    suggestions = CAN_DO if place == "start" else ()
    return Answer(speech=said.strip(), text=said.strip(), suggestions=suggestions, expects_reply=True)


def beyond(misses: int, said: str) -> Answer:
    """Kindly, and each time another way; the third time a person is offered."""
    answer = _about(said.lower()) or BEYOND[min(misses, len(BEYOND) - 1)]
    offers = answer == BEYOND[-1]
    return Answer(
        speech=answer, text=answer, suggestions=("Yes, a person please", "No") if offers else CAN_DO, expects_reply=True
    )


def offers_a_person(misses: int, said: str) -> bool:
    return misses >= len(BEYOND) - 1 and _about(said.lower()) is None


def _about(said: str) -> str | None:
    if not _SAYS_SOMETHING.search(said):
        return NOT_HEARD
    if _IN_NEED.search(said):
        return IN_NEED
    if _ORDERS_ME.search(said):
        return RULES
    if _MEDICAL.search(said) or _LEGAL.search(said):
        return ADVICE
    return UNKIND if _UNKIND.search(said) else None


def is_no_request(said: str) -> bool:
    """Rules to be broken, and who needs help of another kind, are answered as such, whatever they were taken for."""
    return any(pattern.search(said.lower()) for pattern in (_ORDERS_ME, _IN_NEED))


def slowly(speech: str) -> str:
    """Shorter sentences: one thing at a time, for who listens slowly."""
    pieces = re.split(r"(?:,| and|, and) (?=the )", speech)
    return ". ".join(piece if place == 0 else piece[:1].upper() + piece[1:] for place, piece in enumerate(pieces))


def after(last: str | None, words: str) -> str | None:
    """The part of what was said last that follows some words of it: "what did you say after the price"."""
    if not last:
        return None
    if re.search(r"\bprices?\b", words):
        found = list(_PRICE.finditer(last))
        start = found[0].end() if found else -1
    else:
        start = last.lower().find(words.strip().lower())
        start = start + len(words.strip()) if start >= 0 else -1
    rest = last[start:].lstrip(" ,.") if start >= 0 else ""
    return rest[:1].upper() + rest[1:] if rest else None


def back_in_stock(back: Sequence[Back]) -> Answer:
    names = [f"the {with_choice(one.title, one.attributes)}" for one in back[:3]]
    said = f"Good news: {listing(names)} {'is' if len(back) == 1 else 'are'} back in stock."
    return Answer(speech=said, text=said)
