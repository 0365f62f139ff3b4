"""One attribute as read from a text, and how sure each way of reading is."""

from dataclasses import dataclass

# The text names the attribute: "Color: navy", "100% cotton", a part of the title that is a colour and nothing else.
STATED = 0.95
# It stands where titles put it: "women's red running shoes".
USUAL = 0.85
# It can hardly be anything else, but nothing around it says so.
LIKELY = 0.7
# It may be something else: kept out of the attributes, where a wrong one would hide a product from a filter.
DOUBTFUL = 0.4

LEAST = 0.6


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    value: str
    confidence: float
