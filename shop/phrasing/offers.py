"""What is said about promotions: at most three, by the names the shop gave them."""

from collections.abc import Sequence

from shop.reply import Answer
from shop.spoken import listing

AT_ONCE = 3


def told(names: Sequence[str]) -> Answer:
    """They come off by themselves: nobody has to ask for them, or to know a code."""
    if not names:
        said = "There are no promotions just now."
        return Answer(speech=said, text=said)
    first, more = list(names[:AT_ONCE]), len(names) > AT_ONCE
    off = "It comes off by itself." if len(names) == 1 else "They come off by themselves."
    said = f"Right now there's {listing(first)}{', and more on the screen' if more else ''}. {off}"
    return Answer(
        speech=said, text="\n".join(["Promotions, taken off by themselves:", *(f"• {each}" for each in names)])
    )
