"""What a checkout asks for, and what it says of the answers."""

import re
from collections.abc import Sequence
from datetime import datetime

from shop.cart import Cart
from shop.checkout.hearing.regions import name_of
from shop.checkout.quote import SoldOutLine, StoreOffer
from shop.checkout.window import Fulfilment
from shop.customer import Address
from shop.phrasing.naming import is_plural, spoken_title
from shop.phrasing.variety import pick
from shop.reply import Answer
from shop.spoken import counted, listing, number_in_words, price_in_words, price_written

MOST_OFFERED = 3
NAMED_LINES = 2
PARTS = {"street": "street and house number", "city": "city", "postal_code": "ZIP code"}
NOON = 12


def empty() -> Answer:
    said = "Your cart is empty, so there's nothing to order yet. What can I find for you?"
    return Answer(speech=said, text=said, suggestions=("Find a rain jacket", "Find oat milk"), expects_reply=True)


def nothing_left() -> Answer:
    return told("So there's nothing left to order.")


def how(cart: Cart, *, again: bool) -> Answer:
    goods = cart.totals.goods if cart.totals else cart.total
    opening = "" if again else f"Your cart comes to {price_in_words(goods)}. "
    written = "" if again else f"Your cart comes to {price_written(goods)}. "
    question = "Delivery or pickup?" if again else "Would you like it delivered, or will you pick it up?"
    return asked(f"{opening}{question}", f"{written}{question}", "Delivery", "Pickup")


def only_way(ways: Sequence[Fulfilment]) -> Answer:
    """Asked for the other way where there is but one."""
    only = "deliver" if ways == (Fulfilment.DELIVERY,) else "have things ready for pickup"
    return told(f"Sorry, we only {only}.")


def address(missing: Sequence[str], *, again: bool) -> Answer:
    if len(missing) < len(PARTS):
        parts = listing([PARTS[name] for name in missing])
        return asked(f"And the {parts}?")
    if again:
        return asked("Where should it go: street, city and ZIP code?")
    return asked("What's the delivery address: street, city and ZIP code?")


def address_unclear() -> Answer:
    return told("I couldn't make out an address. Try it like: twelve Oak Street, then the city, then the ZIP code.")


def no_earlier_order() -> Answer:
    return told("I have none from an earlier order of yours.")


def not_reached(place: Address) -> Answer:
    region = name_of(place.region, country=place.country)
    return told(f"Sorry, we don't deliver to {region or place.city}. Another address, or a pickup, would work.")


def address_taken(place: Address) -> Answer:
    """Read back in full, once it is complete."""
    return told(f"To {spoken_address(place, whole=True)}.", f"To {written_address(place)}.")


def store(offers: Sequence[StoreOffer], *, again: bool, nearest: bool = False) -> Answer:
    """Which one is `nearest` nobody can say; in which town each is will do."""
    if nearest:
        towns = [f"{offer.store.name} is in {offer.store.city}" for offer in offers[:MOST_OFFERED]]
        return asked(
            f"{listing(towns)}. Which is nearest to you?", None, *(o.store.name for o in offers[:MOST_OFFERED])
        )
    having = [offer.store.name for offer in offers if not offer.lacking]
    if len(having) == 1 < len(offers):
        opening = "" if again else "Not every store has it all. "
        return asked(f"{opening}{having[0]} has everything. Is that one all right?", None, "Yes", "Delivery instead")
    names = [offer.store.name for offer in offers][:MOST_OFFERED]
    if having and len(having) < len(offers):
        question = f"{listing(having[:MOST_OFFERED])} have everything. Which store suits you?"
        return asked(question, None, *having[:MOST_OFFERED])
    if not having:
        return asked(f"No store has everything right now. Which one: {listing(names, last='or')}?", None, *names)
    question = "Which store" if again else "Which store will you pick it up at"
    return asked(f"{question}: {listing(names, last='or')}?", None, *names)


def store_lacks(offer: StoreOffer) -> Answer:
    things = _named([line.title for line in offer.lacking])
    verb = "isn't" if len(offer.lacking) == 1 and not is_plural(offer.lacking[0].title) else "aren't"
    return told(f"{things} {verb} available at {offer.store.name}.")


def store_taken(name: str) -> Answer:
    return told(f"Pickup at {name}.")


def no_such_store() -> Answer:
    return told("We don't have a store there.")


def so_far(cart: Cart) -> Answer:
    said = "So far it's {}, before shipping and tax."
    goods = cart.totals.goods if cart.totals else cart.total
    return told(said.format(price_in_words(goods)), said.format(price_written(goods)))


def contact(*, again: bool, turn_id: str = "") -> Answer:
    if again:
        return asked("What's your e-mail for the receipt?")
    return asked(pick(("What e-mail should the receipt go to?", "Which e-mail shall I send the receipt to?"), turn_id))


def contact_unclear() -> Answer:
    return told("I didn't get the e-mail. Say it like: maya dot lee at example dot com.")


def contact_needed() -> Answer:
    return told("I need one to send the receipt to.")


def contact_taken(email: str) -> Answer:
    return told(f"Receipt to {spoken_email(email)}.", f"Receipt to {email}.")


def payment_taken(label: str) -> Answer:
    return told(f"Paid with {label}." if label else "You'll get a link to pay.")


def no_such_payment(labels: Sequence[str]) -> Answer:
    if not labels:
        return told("I have no card of yours on file, so you'll get a link to pay after ordering.")
    return told(f"I only have {listing(list(labels), last='or')} on file, or a link to pay.")


def sold_out(lines: Sequence[SoldOutLine], store_name: str | None) -> Answer:
    """Of what is picked up only the store's own shelves count."""
    where = f"not available at {store_name}" if store_name else "sold out"
    gone = [line for line in lines if not line.left]
    few = [line for line in lines if line.left]
    parts = []
    if gone:
        verb = "is" if len(gone) == 1 and not is_plural(gone[0].title) else "are"
        parts.append(f"{_named([line.title for line in gone])} {verb} {where}.")
    parts += [
        f"Only {number_in_words(line.left)} of the {spoken_title(line.title)} left." for line in few[:NAMED_LINES]
    ]
    out = "take that out" if len(lines) == 1 else "take those out"
    question = "Shall I make it that many?" if few and not gone else f"Shall I {out} and go on?"
    return asked(" ".join((*parts, question)), None, "Yes", "No")


def code(*, again: bool) -> Answer:
    said = "What's your voice code?" if again else "This one needs your voice code. What is it?"
    return asked(said)


def code_forgotten() -> Answer:
    return told(
        "Without the code I can't order this by voice."
        " Nothing was ordered, and your cart is kept: you can order on the site."
    )


def code_unclear() -> Answer:
    return told("I didn't get the code. It's four to eight digits.")


def outcome_unknown() -> Answer:
    return told(
        "Sorry, I lost the connection, so I can't say yet whether it went through."
        " Say yes once more: it's never ordered twice."
    )


def not_ordered_yet() -> Answer:
    return told("Not yet: nothing is ordered until you say yes.")


def no_codes() -> Answer:
    said = "I can't take codes, but every discount there is comes off by itself."
    return Answer(speech=said, text=said)


def nothing() -> Answer:
    return Answer(speech="", text="", expects_reply=True)


def code_wrong(left: int) -> Answer:
    tries = "one more try" if left == 1 else f"{number_in_words(left)} more tries"
    return told(f"That's not the code. You have {tries}.")


def code_locked(until: datetime, *, now: datetime) -> Answer:
    minutes = max(1, round((until - now).total_seconds() / 60))
    return told(
        f"Sorry, that was wrong too often, so the code is locked for {counted(minutes, 'minute')}."
        " Nothing was ordered, and your cart is kept."
    )


def left() -> Answer:
    said = "All right, nothing was ordered. Your cart is kept."
    return Answer(speech=said, text=said, suggestions=("Show my cart", "Back to checkout"), expects_reply=False)


def spoken_address(place: Address, *, whole: bool = False) -> str:
    """Digit by digit where a listener has to check them."""
    if not whole:
        return f"{place.street}, {place.city}"
    region = name_of(place.region, country=place.country)
    code_ = " ".join(place.postal_code) if place.postal_code.replace("-", "").isdigit() else place.postal_code
    return ", ".join(filter(None, (place.street, place.city, region, code_)))


def written_address(place: Address) -> str:
    return f"{place.street}, {place.city}, {f'{place.region} {place.postal_code}'.strip()}"


def spoken_email(email: str) -> str:
    return re.sub(r"\s+", " ", email.replace("@", " at ").replace(".", " dot ").replace("_", " underscore "))


def _named(titles: Sequence[str]) -> str:
    names = [f"the {spoken_title(title)}" for title in titles[:NAMED_LINES]]
    if len(titles) > NAMED_LINES:
        names.append(counted(len(titles) - NAMED_LINES, "more thing"))
    said = listing(names)
    return said[:1].upper() + said[1:]


def told(speech: str, text: str | None = None) -> Answer:
    return Answer(speech=speech, text=text or speech, expects_reply=True)


def asked(speech: str, text: str | None = None, *suggestions: str) -> Answer:
    return Answer(speech=speech, text=text or speech, suggestions=suggestions, expects_reply=True)
