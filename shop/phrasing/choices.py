"""What is said of the sizes, colours and packs of a product: which there are, and which there are not."""

from collections.abc import Sequence

from shop.choosing import Choice
from shop.phrasing.naming import choice as choice_words
from shop.phrasing.naming import is_plural, spoken_size, spoken_title
from shop.spoken import listing, number_in_words

MOST_SPOKEN = 6


def in_words(attribute: str, values: Sequence[str], *, last: str = "or") -> str:
    """All of a few; of a long row of numbers its ends."""
    spoken = [spoken_size(value) if attribute == "size" else value for value in values]
    if len(values) > MOST_SPOKEN and all(_is_number(value) for value in values):
        in_order = sorted(values, key=float)
        return f"sizes {in_order[0]} to {in_order[-1]}"
    if len(values) > MOST_SPOKEN and attribute == "size":
        return f"{number_in_words(len(values))} sizes, from {spoken[0]} to {spoken[-1]}"
    return listing(spoken, last=last)


def label(attribute: str) -> str:
    return attribute.replace("_", " ")


def cannot_be_had(title: str, choice: Choice) -> str:
    """ "The Ridge Boots don't come in red. They come in brown or black"."""
    verb = "don't" if is_plural(title) else "doesn't"
    lacking = choice_words(choice.lacking).removeprefix("in ")
    return f"The {spoken_title(title)} {verb} come in {lacking} right now."


def offered(choice: Choice) -> dict[str, list[str]]:
    """The values there are of what is lacking, in the variants the shopper could have instead."""
    values = {
        name: list(dict.fromkeys(v.attributes[name] for v in choice.variants if name in v.attributes))
        for name in choice.lacking
    }
    return {name: found for name, found in values.items() if found}


def there_is(title: str, choice: Choice) -> str:
    """ "They come in brown or black."; nothing where nothing else is left."""
    words = [in_words(name, values) for name, values in offered(choice).items()]
    return f"{comes_in(title)} {listing(words)}." if words else ""


def comes_in(title: str) -> str:
    return "They come in" if is_plural(title) else "It comes in"


def _is_number(value: str) -> bool:
    return value.replace(".", "", 1).isdigit()
