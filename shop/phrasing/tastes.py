"""What is said where a shopper's own preferences kept something back, or had a say in the order."""

from collections.abc import Sequence
from dataclasses import replace

from catalog.query import Query
from shop.phrasing.naming import request, spoken_size
from shop.preferences.diets import is_eaten
from shop.preferences.preference import Kind, Preference, Stance
from shop.reply import Answer
from shop.spoken import listing

SHOW_ANYWAY = ("Yes, show it anyway", "No")


def avoided(preference: Preference) -> str:
    """What a thing is or has that is kept back: "what has nuts", "what isn't vegan", "leather"."""
    if preference.kind is Kind.DIET and preference.stance is Stance.IS:
        free = preference.value.removesuffix("-free")
        return f"what isn't {preference.value}" if free == preference.value else f"what isn't {free}-free"
    if preference.kind is Kind.ALLERGY and is_eaten(preference.value):
        return f"what has {plural(preference.value)}"
    if preference.kind is Kind.GOODS:
        return plural(preference.value)
    return preference.value if preference.kind is not Kind.ALLERGY else f"what has {preference.value}"


def plural(substance: str) -> str:
    """Nuts and eggs are counted, milk and gluten are not."""
    return f"{substance}s" if substance in _COUNTED else substance


def kept_back(answer: Answer, left_out: Sequence[str], no_size: str) -> Answer:
    """The answer, and what was done for the shopper's sake before it."""
    if not left_out and not no_size:
        return answer
    speech = answer.speech if answer.speech.startswith("I ") else answer.speech[:1].lower() + answer.speech[1:]
    if no_size:
        said = f"Nothing of it is in stock in your size, {spoken_size(no_size)}."
        return replace(answer, speech=f"{said} {answer.speech}", text=f"{answer.text} {said}")
    without = listing(left_out, last="or")
    return replace(
        answer,
        speech=f"Leaving out {without}, as you asked, {speech}",
        text=f"{answer.text} Left out, as you asked: {without}.",
    )


def all_kept_back(query: Query, left_out: Sequence[str]) -> Answer:
    """There is something, but nothing this shopper wants to see."""
    said = f"All I have for that is {listing(left_out, last='or')}, which you asked me to leave out."
    return Answer(
        speech=f"{_spoken(left_out)} Shall I show it anyway?",
        text=f"{said} I looked for {request(query)}.",
        products=(),
        suggestions=SHOW_ANYWAY,
        expects_reply=True,
        query=query,
    )


def _spoken(left_out: Sequence[str]) -> str:
    return f"I have something, but you asked me to leave out {listing(left_out, last='or')}, and nothing else is left."


_COUNTED = frozenset(
    [
        "nut",
        "peanut",
        "almond",
        "walnut",
        "hazelnut",
        "cashew",
        "pecan",
        "pistachio",
        "egg",
        "strawberry",
        "prawn",
        "oat",
        "mushroom",
        "onion",
        "tomato",
    ]
)
