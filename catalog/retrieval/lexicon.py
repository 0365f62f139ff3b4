"""Goods in general, whatever a shop sells: by which names English calls them, and which are kinds of which."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from catalog.errors import LexiconBroken
from catalog.retrieval.analyser import singular, words_of

_FOLDER = Path(__file__).with_name("goods")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One kind of goods. The first of its names stands for it; what will `do_instead` is offered where it lacks."""

    names: tuple[str, ...]
    parents: tuple[str, ...]
    do_instead: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.names[0]


class Lexicon:
    """Names are in the analyser's words, as they are read in phrases: `running shoe`. Made once, changed never."""

    def __init__(self, entries: Sequence[Entry], written: Mapping[str, str]) -> None:
        self._written = written
        self._key_of = {name: entry.key for entry in entries for name in entry.names}
        self._names_of = {entry.key: entry.names for entry in entries}
        self._parents_of = {entry.key: tuple(self._resolved(entry.parents)) for entry in entries}
        instead: dict[str, dict[str, None]] = defaultdict(dict)
        for entry in entries:
            for other in self._resolved(entry.do_instead):
                instead[entry.key][other] = None
                instead[other][entry.key] = None
        self._instead_of = {key: tuple(others) for key, others in instead.items()}
        self._longest = max((len(name.split()) for name in self._key_of), default=0)

    def __len__(self) -> int:
        return len(self._names_of)

    @property
    def keys(self) -> Iterable[str]:
        return self._names_of.keys()

    @property
    def names(self) -> Iterable[str]:
        return self._key_of.keys()

    def key_of(self, name: str) -> str | None:
        return self._key_of.get(name)

    def names_of(self, key: str) -> tuple[str, ...]:
        return self._names_of[key]

    def parents_of(self, key: str) -> tuple[str, ...]:
        return self._parents_of[key]

    def instead_of(self, key: str) -> tuple[str, ...]:
        return self._instead_of.get(key, ())

    def written(self, name: str) -> str:
        """As it is written: what is over-ear is not over an ear."""
        return self._written[name]

    def named_last(self, words: Sequence[str]) -> tuple[int, str] | None:
        """Where the longest name that the words end in begins, and what it is the name of."""
        for start in range(max(0, len(words) - self._longest), len(words)):
            if key := self._key_of.get(" ".join(words[start:])):
                return start, key
        return None

    def ancestors_of(self, key: str) -> set[str]:
        found: set[str] = set()
        waiting = [*self._parents_of[key]]
        while waiting:
            if (parent := waiting.pop()) not in found:
                found.add(parent)
                waiting += self._parents_of[parent]
        return found

    def other_words(self, name: str) -> tuple[str, ...]:
        """Other names of the same."""
        key = self._key_of.get(name)
        return tuple(other for other in self._names_of[key] if other != name) if key else ()

    def _resolved(self, names: Iterable[str]) -> Iterator[str]:
        for name in names:
            if name not in self._key_of:
                raise LexiconBroken(name)
            yield self._key_of[name]


@cache
def lexicon() -> Lexicon:
    """Of all files beside this module; read when it is first asked for."""
    lines = chain.from_iterable(path.read_text(encoding="utf-8").splitlines() for path in sorted(_FOLDER.glob("*.txt")))
    return lexicon_of(lines)


def lexicon_of(lines: Iterable[str]) -> Lexicon:
    """A line is `name, other name < also a kind of ~ will do instead`, below the line of what it is a kind of.

    `+` before it: it only goes with what is above, as pegs do with a tent, and is of the same kind as that. `*` before
    it: it names as many kinds of goods as it has names. A name in two lines is a mistake.
    """
    entries: list[Entry] = []
    written: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in lines:
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        depth = len(line) - len(line.lstrip())
        while above and above[-1][0] >= depth:
            above.pop()
        of = above[:-1] if text.startswith("+") else above
        entries += _entries_of(text.lstrip("+ "), of[-1][1] if of else None, written)
        above.append((depth, entries[-1].key))
    return Lexicon(entries, written)


def _entries_of(text: str, parent: str | None, written: dict[str, str]) -> Iterator[Entry]:
    told, _, instead = text.removeprefix("*").partition("~")
    told, _, parents = told.partition("<")
    names = {_folded(name): name.strip() for name in told.split(",")}
    if twice := names.keys() & written.keys():
        raise LexiconBroken(names[min(twice)])
    written |= names
    above = ((parent,) if parent else ()) + tuple(_folded(each) for each in parents.split(",") if each.strip())
    do_instead = tuple(_folded(each) for each in instead.split(",") if each.strip())
    for group in ([name] for name in names) if text.startswith("*") else [list(names)]:
        yield Entry(names=tuple(group), parents=above, do_instead=do_instead)


def _folded(name: str) -> str:
    """Most names are plain words, which need no careful reading."""
    plain = name.strip()
    if plain.isascii() and plain.replace(" ", "").isalpha():
        return " ".join(singular(word) for word in plain.lower().split())
    return " ".join(words_of(plain))
