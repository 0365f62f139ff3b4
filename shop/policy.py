"""Which of the shop's promises a question is about."""

import re

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("help_desk", re.compile(r"\b(help ?desk|customer (?:service|support|care)|support (?:line|team|desk))\b")),
    ("warranty", re.compile(r"\b(warrant\w*|guarantee\w*|broke|breaks?|defect\w*)\b")),
    ("price_match", re.compile(r"\b(price match\w*|match (the|a|their|your) price|cheaper elsewhere|beat)\b")),
    ("shipping", re.compile(r"\b(ship\w*|deliver\w*|postage)\b")),
)


def kind_asked_for(said: str) -> str:
    """Returns are what people mean when they name nothing else; "return shipping" is about returns too."""
    words = said.lower().replace("return shipping", "")
    return next((kind for kind, pattern in KINDS if pattern.search(words)), "returns")
