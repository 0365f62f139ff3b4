"""In which store the goods must be: "boots at the Harbor store", "do you have tents at Riverside"."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from catalog.understanding.draft import Draft
from catalog.understanding.numbers import key_of
from catalog.understanding.sentence import Sentence
from catalog.understanding.words import word_set

_AT = word_set("at in from")
_LEADS = word_set("the your our")
_STORE = word_set("store stores shop branch location")
_GENERIC = _STORE | word_set("the and of mall outlet center centre aisle")
_STOCKED = frozenset({("in", "stock"), ("available",), ("on", "the", "shelf"), ("on", "hand"), ("for", "pickup")})
_SHORTEST = 4

Keys = tuple[str, ...]


class StoreNames:
    """The names of the stores as they are called: whole, by what tells them apart, and by a single word of that."""

    def __init__(self, stores: Mapping[str, str], *, ordinary: Collection[str]) -> None:
        """A name that is an `ordinary` word of the catalogue counts only with "store" after it."""
        keys = {store: key_of(name) for store, name in stores.items()}
        used = Counter(word for key in keys.values() for word in set(key))
        self._names = dict(stores)
        self._whole: dict[Keys, str] = {}
        self._hinted: dict[Keys, str] = {}
        for store, key in keys.items():
            own = tuple(word for word in key if used[word] == 1 and word not in _GENERIC)
            for name in filter(None, (key, own)):
                is_word = len(name) == 1 and (name[0] in ordinary or len(name[0]) < _SHORTEST)
                (self._hinted if is_word else self._whole)[name] = store
            for word in own:
                if len(word) >= _SHORTEST:
                    (self._hinted if word in ordinary else self._whole).setdefault((word,), store)
        self._longest = max(map(len, (*self._whole, *self._hinted)), default=0)
        self._shared = frozenset(word for word, stores_with in used.items() if stores_with > 1)

    def at(self, keys: Keys) -> tuple[int, str] | None:
        """How many of the words, from the first on, name a store, and which one."""
        for length in range(min(self._longest, len(keys)), 0, -1):
            name = keys[:length]
            after = keys[length] if length < len(keys) else ""
            if store := self._whole.get(name) or (self._hinted.get(name) if after in _STORE else None):
                return length + (after in _STORE), store
        return None

    def called(self, store: str) -> str:
        """As it is spoken of: "Harbor Point" of several stores that are called "Tansy Lane Harbor Point"."""
        name = self._names.get(store, "")
        own = [word for word in name.split() if not set(key_of(word)) <= self._shared]
        return " ".join(own) or name


def read_store(sentence: Sentence, draft: Draft, names: StoreNames) -> None:
    keys = tuple(word.key for word in sentence.words)
    for place, word in enumerate(sentence.words):
        if word.norm not in _AT or not sentence.free(place, place + 1):
            continue
        start = place + 1
        while sentence.norm(start) in _LEADS:
            start += 1
        if found := names.at(keys[start:]):
            length, draft.store = found
            sentence.take(_start_of(sentence, place), start + length)
            return


def _start_of(sentence: Sentence, place: int) -> int:
    """With "in stock" before it."""
    for said in _STOCKED:
        start = place - len(said)
        if start >= 0 and tuple(_norms(sentence, start, place)) == said:
            return start
    return place


def _norms(sentence: Sentence, start: int, end: int) -> Iterator[str]:
    return (sentence.norm(place) for place in range(start, end))
