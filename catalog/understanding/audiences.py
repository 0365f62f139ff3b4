"""Whom a thing is for, as shoppers say it: "women's", "for my son", "for a newborn"."""

from collections.abc import Iterable

NAMED = {
    "women": "women womens woman womans ladies lady ladys female females",
    "men": "men mens man mans guys gentlemen gents male males dudes",
    "kids": "kids kid child children childrens boys boy girls girl youth junior juniors teen toddler toddlers",
    "baby": "baby babys babies newborn newborns infant infants",
    "unisex": "unisex",
}
"""Words that say it by themselves."""

RELATED = {
    "women": "wife girlfriend mom mum mommy mother sister grandma granny grandmother aunt auntie her fiancee bride",
    "men": "husband boyfriend dad daddy father brother grandpa granddad grandfather uncle him fiance groom",
    "kids": "son daughter sons daughters nephew niece grandson granddaughter kiddo",
}
"""Words that say it only after "for"."""

NAMED_WORDS = {word: audience for audience, words in NAMED.items() for word in words.split()}
RELATED_WORDS = {word: audience for audience, words in RELATED.items() for word in words.split()}


def audience_values(catalogue: Iterable[str]) -> dict[str, str]:
    """For each audience of ours, and each word for it the catalogue uses itself, the catalogue's spelling."""
    found: dict[str, str] = {}
    for value in sorted(catalogue):
        word = value.casefold().replace("'", "").replace("\u2019", "")
        found.setdefault(word, value)
        if audience := NAMED_WORDS.get(word):
            found.setdefault(audience, value)
    return found
