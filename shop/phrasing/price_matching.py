"""What is said about a lower price seen elsewhere."""

from collections.abc import Sequence
from datetime import datetime

from catalog.money import Money
from catalog.product import ProductCard
from shop.phrasing.days import dated
from shop.phrasing.naming import is_plural, spoken_title, with_price
from shop.price_matching.claim import Case, Outcome, Why
from shop.reply import Answer
from shop.spoken import price_in_words, price_written

REFUSED = {
    Why.NOT_LOWER: "that isn't lower than our price of {ours}.",
    Why.EXCLUDED: "offers like that one don't count.",
    Why.TOO_MANY: "you have as many matched prices as one customer can have.",
    Why.TOO_LATE: "it's too long since you bought it.",
}


def which_product(*, again: bool) -> Answer:
    said = "Which product is it?" if again else "Gladly. Which of our products did you see for less?"
    return Answer(speech=said, text=said, expects_reply=True)


def which_of(cards: Sequence[ProductCard]) -> Answer:
    names = [with_price(card) for card in cards]
    said = f"Do you mean {', '.join(names[:-1])} or {names[-1]}?" if len(names) > 1 else f"Do you mean {names[0]}?"
    return Answer(
        speech=said,
        text=said,
        products=tuple(cards),
        suggestions=("The first one", "The second one", "The third one")[: len(cards)],
        expects_reply=True,
    )


def which_price(title: str, *, again: bool) -> Answer:
    said = "What do they ask for it?" if again else f"What's their price for the {spoken_title(title)}?"
    return Answer(speech=said, text=said, expects_reply=True)


def which_seller(*, again: bool) -> Answer:
    said = "Which shop is it?" if again else "And at which shop did you see it?"
    return Answer(speech=said, text=said, expects_reply=True)


def which_proof(*, again: bool) -> Answer:
    """Whoever only talks has no link to give, and need not."""
    said = "Do you have a link to it?" if again else "Without a link, a person looks at it. Do you have one?"
    return Answer(
        speech=said, text=f"{said} Paste the page's address here.", suggestions=("I have no link",), expects_reply=True
    )


def outcome(case: Case, *, ours: Money, now: datetime) -> Answer:
    if case.decision.outcome is Outcome.APPROVED and case.decision.valid_until:
        return _approved(case, case.decision.valid_until, now)
    if case.decision.outcome is Outcome.REFUSED:
        why = REFUSED[case.decision.why].format(ours=price_in_words(ours))
        said = f"I can't match that. Our price match policy says no: {why}"
        return Answer(
            speech=said,
            text=f"{said} Ask for a person if you see it otherwise.",
            suggestions=("Talk to a person", "What is your price match policy?"),
        )
    named = spoken_title(case.title)
    said = f"I've noted it: the {named} for {price_in_words(case.seen)} at {_spoken(case.seller)}."
    return Answer(
        speech=f"{said} A person looks at it and answers you; the case number is on the screen.",
        text=f"{said} A person looks at it and answers you. Case {case.number}, our price {price_written(ours)}.",
        suggestions=("Talk to a person", "What is your price match policy?"),
    )


def not_a_link() -> Answer:
    said = "That link I can't take; it has to start with http."
    return Answer(speech=said, text=said, expects_reply=True)


def not_found(goods: str) -> Answer:
    said = f"I find no {goods} of ours to match."
    return Answer(speech=said, text=said, expects_reply=True)


def left() -> Answer:
    said = "All right, we leave the price. Anything else?"
    return Answer(speech=said, text=said, expects_reply=True)


def _spoken(seller: str) -> str:
    """A host is no word: "summit.example" is said "summit dot example"."""
    return seller.replace(".", " dot ")


def _approved(case: Case, valid_until: datetime, now: datetime) -> Answer:
    it = "them" if is_plural(case.title) else "it"
    until = dated(valid_until.date(), now.date())
    said = f"Matched: the {spoken_title(case.title)} for {price_in_words(case.seen)}, in your cart until {until}."
    return Answer(
        speech=f"{said} Shall I add {it}?",
        text=f"{said} Instead of {price_written(case.ours)}; case {case.number}. Shall I add {it}?",
        suggestions=("Yes, add it", "No"),
        expects_reply=True,
    )
