"""How the sizing asks for what it does not know; each question can be passed over."""

from catalog.product import ProductCard
from shop.phrasing.naming import spoken_title
from shop.phrasing.sizes import MEASURES
from shop.reply import Answer
from shop.sizes.evidence import Goods

SKIP = "Skip"


def usual(card: ProductCard | None, goods: Goods, *, wearer: str, has_model: bool, again: bool) -> Answer:
    who = "you" if not wearer else "they"
    own = "your" if not wearer else "their"
    ask = f"What size do {who} usually wear"
    if goods.chart and "foot_cm" in goods.chart.measured_by:
        said = f"{ask}, and in which brand? Or how long is {own} foot?"
    elif goods.chart and goods.chart.is_for_children:
        said = f"How tall are {who}, or how old?"
    elif has_model:
        said = f"{ask}, or what are {own} height and weight?"
    elif goods.chart and goods.chart.measured_by:
        said = f"{ask}, or what's {own} {MEASURES[goods.chart.measured_by[0]]}?"
    else:
        said = f"{ask}?"
    if not again and card is not None:
        said = f"For the {spoken_title(card.title)}: {said[:1].lower()}{said[1:]}"
    return _asking(said, "I don't know")


def height(*, wearer: str, again: bool) -> Answer:
    who = "are you" if not wearer else "are they"
    return _asking(f"How tall {who}?" if not again else f"How tall {who}, or shall we skip it?")


def weight(*, wearer: str, again: bool) -> Answer:
    who = "do you" if not wearer else "do they"
    return _asking(
        f"And about how much {who} weigh?" if not again else f"About how much {who} weigh, or shall we skip it?"
    )


def age(*, wearer: str) -> Answer:
    return _asking(f"And how old are {'you' if not wearer else 'they'}, if I may ask?")


def measure(name: str, *, wearer: str) -> Answer:
    own = "your" if not wearer else "their"
    return _asking(f"Do you know {own} {MEASURES[name]}, in inches or centimeters?")


def odd() -> Answer:
    said = "I don't think I got that number right."
    return Answer(speech=said, text=said, expects_reply=True)


def left() -> Answer:
    said = "No problem, we'll leave the size open."
    return Answer(speech=said, text=said, expects_reply=True)


def _asking(said: str, *suggestions: str) -> Answer:
    return Answer(speech=said, text=said, suggestions=(*suggestions, SKIP), expects_reply=True)
