"""What is said about things that are waited for."""

from dataclasses import replace

from catalog.product import Product, Variant
from shop.choosing import Choice
from shop.phrasing.choices import in_words, label
from shop.phrasing.naming import is_plural, spoken_title, with_choice
from shop.reply import Answer
from shop.spoken import counted


def noted(product: Product, variant: Variant, *, writes: bool) -> Answer:
    how = "write to you" if writes else "tell you, the next time we talk,"
    verb = "are" if is_plural(product.title) else "is"
    said = f"All right. I'll {how} when the {with_choice(product.title, variant.attributes)} {verb} back in stock."
    return Answer(speech=said, text=said, suggestions=("Cancel the alert", "Show me something similar"))


def which(product: Product, choice: Choice) -> Answer:
    if choice.open is None:
        raise ValueError("nothing is left to be asked")
    name, values = choice.open
    said = f"Gladly. Which {label(name)} of the {spoken_title(product.title)} shall I watch: {in_words(name, values)}?"
    return Answer(speech=said, text=said, suggestions=tuple(values[:4]), expects_reply=True)


def shall_i_watch(answer: Answer) -> Answer:
    """After what is out of stock was told."""
    return replace(
        answer,
        speech=f"{answer.speech} Shall I tell you when it's back?",
        suggestions=("Yes, tell me", "Show me something similar"),
        expects_reply=True,
    )


def cancelled(how_many: int) -> Answer:
    said = f"Done. I've cancelled {counted(how_many, 'alert')}." if how_many else "You have no alerts to cancel."
    return Answer(speech=said, text=said)
