"""The shop's kinds that go by another name: who asks for a skillet means its frying pans."""

from collections.abc import Iterable, Sequence

from catalog.retrieval.analyser import words_of
from catalog.retrieval.synonyms import in_the_shops_words


class Namesakes:
    def __init__(self, kinds: Iterable[str]) -> None:
        self._kinds: dict[str, str] = {}
        ends: set[str] = set()
        for kind in sorted(kinds):
            words = words_of(kind)
            self._kinds.setdefault(" ".join(words), kind)
            ends.update(" ".join(words[start:]) for start in range(len(words)))
        self._ends = frozenset(ends)

    def kinds_called(self, words: Sequence[str]) -> tuple[str, ...]:
        """The kind that is called so elsewhere, by the last of the words; none where the shop has no such thing."""
        said = words_of(" ".join(words))
        called = in_the_shops_words(said, self._ends, self._kinds.keys()) if said else None
        if called is None:
            return ()
        name = words_of(called)
        known = (self._kinds.get(" ".join(name[start:])) for start in range(len(name)))
        return tuple(kind for kind in known if kind)[:1]
