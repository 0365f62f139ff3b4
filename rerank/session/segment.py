"""Which of a few coarse groups a shopper put themselves into: what thousands share, and nothing else; no I/O."""

from shop.preferences.preference import LOW_PRICES, Kind, Preferences, Source

ANYONE = ""
# Diets of which no belief and no illness can be told.
DIETS = ("vegan", "vegetarian")
CHILDREN, LOW = "children at home", "low prices first"
SEGMENTS = tuple(
    "; ".join(part for part in (diet, children, low) if part)
    for diet in ("", *DIETS)
    for children in ("", CHILDREN)
    for low in ("", LOW)
)


def segment_of(preferences: Preferences) -> str:
    """By what they told themselves: what the shop only knows of them is not passed on."""
    told = [one for one in preferences if one.source is Source.TOLD]
    diets = {one.value for one in told if one.kind is Kind.DIET and not one.about}
    parts = [diet for diet in DIETS if diet in diets][:1]
    if any(one.kind is Kind.HOUSEHOLD and one.about == "children" for one in told):
        parts.append(CHILDREN)
    if any(one.kind is Kind.BUDGET and one.value == LOW_PRICES for one in told):
        parts.append(LOW)
    return "; ".join(parts)
