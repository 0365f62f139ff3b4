"""What a language model is told of a product it is to rate: what it is, in few words, and no advertising of itself."""

import re
from typing import Any

from catalog.planted_instructions import plain as as_read
from catalog.product import ProductCard

LONGEST_TITLE, LONGEST_VALUE, MOST_ATTRIBUTES = 80, 40, 6
# Words that speak to a reader instead of naming goods. What begins so is cut off to the end of the text: in a title
# nothing that matters stands behind it.
_SPEAKS = re.compile(
    r"""\b(?:ignore|disregard|forget|override)\s+(?:all|any|every|the|your|previous|prior|above|other)\b
      | \b(?:rank|rate|score|put|place|list|choose|pick|prefer|recommend|give)\s+(?:me|this|it|us|only|always|a\s+10)\b
      | \b(?:you\s+(?:are|must|should|will|have\s+to)|as\s+an?\s+(?:ai|assistant|language\s+model))\b
      | \b(?:system|assistant|user|developer)\s*(?:prompt|message|instructions?)?\s*:
      | \b(?:instructions?|prompt)\s+(?:for|to)\b
      | <[^>]*>? | https?:\S* | \[\s*\w+\s*\]\s*\( | [{}`|]""",
    re.IGNORECASE | re.VERBOSE,
)
_SPACE = re.compile(r"\s+")


def described(card: ProductCard) -> dict[str, Any]:
    """Title, category and attributes. Price and stock are bounds that are kept to elsewhere, and praise is no fact."""
    attributes = {
        plain(name, LONGEST_VALUE): value
        for name, told in list(card.attributes.items())[:MOST_ATTRIBUTES]
        if (value := plain(told, LONGEST_VALUE))
    }
    told = {
        "title": plain(card.title, LONGEST_TITLE),
        "category": plain(card.category, LONGEST_TITLE),
        "is": attributes,
    }
    return {name: value for name, value in told.items() if value}


def plain(text: str, longest: int) -> str:
    """One short line, up to where it begins to speak to whoever reads it."""
    line = _SPACE.sub(" ", as_read(text))
    if speaks := _SPEAKS.search(line):
        line = line[: speaks.start()]
    return line[:longest].strip(" ,;:-([")
