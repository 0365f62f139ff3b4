"""Why a product is recommended, in a few words that have to be true: for its card, and after its name in speech."""

from shop.phrasing.naming import spoken_title
from shop.spoken import number_in_words

POPULAR = "popular right now"
LIKE_YOU = "bought by people who shop like you"
DAYS_A_WEEK, DAYS_A_MONTH = 7, 30.4
LONGEST_IN_DAYS, LONGEST_IN_WEEKS = 10, 49


def bought_every(cycle_days: float) -> str:
    return f"you buy it about {_every(cycle_days)}"


def bought_with(title: str) -> str:
    return f"often bought with the {spoken_title(title)}"


def goes_with_bought(title: str) -> str:
    return f"often bought with the {spoken_title(title)} you have"


def like_looked_at(title: str) -> str:
    return f"people who look at the {spoken_title(title)} look at this too"


def _every(days: float) -> str:
    if days <= 1.5:
        return "every day"
    if days < LONGEST_IN_DAYS:
        weekly = abs(days - DAYS_A_WEEK) < 1.5
        return "every week" if weekly else f"every {number_in_words(round(days))} days"
    if days < LONGEST_IN_WEEKS:
        monthly = abs(days - DAYS_A_MONTH) < 3
        return "every month" if monthly else f"every {number_in_words(round(days / DAYS_A_WEEK))} weeks"
    return f"every {number_in_words(round(days / DAYS_A_MONTH))} months"
