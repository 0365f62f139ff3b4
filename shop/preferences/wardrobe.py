"""For whom a shopper buys what is worn: a size is that of women's shoes where those are what was bought."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from shop.preferences.naming import worn_named

# Presents and things for the family are bought too.
MOST = 2 / 3
_GROWN_UP = frozenset({"women", "men"})


def audiences_worn(bought: Iterable[tuple[str, str, int]]) -> dict[str, str]:
    """By goods, from words that name them, their audience and how many; under "" that of everything worn.

    Where nothing is bought for one of them clearly more than for the other, nothing is known.
    """
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for words, audience, number in bought:
        goods = worn_named(words.lower())
        if goods and audience.lower() in _GROWN_UP:
            for about in (goods, ""):
                counted[about][audience.lower()] += number
    clear = {about: each.most_common(1)[0] for about, each in counted.items()}
    return {about: name for about, (name, number) in clear.items() if number >= MOST * counted[about].total()}
