"""One request while it is being understood: its words, what they may mean, and which are already accounted for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalog.understanding import grammar
from catalog.understanding.audiences import NAMED_WORDS, RELATED_WORDS
from catalog.understanding.brands import CUES, BrandEars
from catalog.understanding.homophones import heard_right
from catalog.understanding.lexicon import Label, Lexicon, Meaning, Mention
from catalog.understanding.measures import MEASURES
from catalog.understanding.money import with_amounts
from catalog.understanding.numbers import with_numbers
from catalog.understanding.repairs import repaired, without_stutter
from catalog.understanding.rules import Found
from catalog.understanding.speech import mended
from catalog.understanding.vocabulary import KindFacts
from catalog.understanding.words import Word, word_set, words_of

LINKS = frozenset(["and", "or", "nor"])
BOUNDARIES = word_set(
    "for with in of by from to on at but than as into onto over under without that which who while if when "
    "made like between about around not no except near off during via per up"
)
_OWNERS = word_set("my our his her their your the")
_SHORTEST_MAKER = 4
_UNDESCRIBING = frozenset({Label.KIND, Label.NAME})
_MOST_REPAIRS = 3


@dataclass(frozen=True, slots=True)
class Head:
    """The thing a modifier describes: `kinds` that go by its name, or none if the catalogue has no such thing.

    `named` is false where nothing follows to be described, as in "something in olive"; `assumed` is true where the
    thing is not in the sentence at all, but is what is being talked about.
    """

    kinds: tuple[str, ...]
    named: bool
    words: tuple[str, ...] = ()
    assumed: bool = False


class Sentence:
    def __init__(
        self, words: Sequence[Word], *, lexicon: Lexicon, ears: BrandEars, about: tuple[str, ...] = ()
    ) -> None:
        """`about` are the kinds of goods the conversation is about already."""
        self.lexicon = lexicon
        self._about = about
        self.words = _as_meant(words, lexicon)
        mentions, rules = lexicon.read(self.words)
        for _ in range(_MOST_REPAIRS):
            meant = repaired(self.words, {m.start: (m.end, (m.label, m.meaning.name)) for m in mentions})
            if meant is None:
                break
            self.words = meant
            mentions, rules = lexicon.read(self.words)
        mentions += [Mention(s, e, Meaning(Label.BRAND, (brand,))) for s, e, brand in ears.heard(self.words, mentions)]
        self.mentions = _longest(self._plausible(_outside_sayings(mentions, rules)))
        self.rules = _undisturbed(rules, self.mentions)
        self._sayings = [rule for rule in self.rules if rule.rule == grammar.KEPT]
        self.taken = bytearray(len(self.words))
        self.noise = bytearray(len(self.words))
        self._describing = bytearray(len(self.words))
        self._mark_noise()

    @classmethod
    def of(cls, text: str, *, lexicon: Lexicon, ears: BrandEars, about: tuple[str, ...] = ()) -> "Sentence":
        return cls(words_of(text), lexicon=lexicon, ears=ears, about=about)

    def take(self, start: int, end: int, *, describing: bool = False) -> None:
        """Words that describe the goods stand between them and what else is said of them: "men's size 12 shoes"."""
        self.taken[start:end] = b"\x01" * (end - start)
        if describing:
            self._describing[start:end] = b"\x01" * (end - start)

    def in_saying(self, place: int) -> bool:
        return any(saying.start <= place < saying.end for saying in self._sayings)

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def found(self, *rules: str) -> Iterator[Found]:
        """The matches of these rules whose words nobody has taken yet."""
        for found in self.rules:
            if found.rule in rules and self.free(found.start, found.end):
                yield found

    def of_label(self, label: Label) -> list[Mention]:
        return [mention for mention in self.mentions if mention.label is label]

    def norm(self, place: int) -> str:
        return self.words[place].norm if 0 <= place < len(self.words) else ""

    def text(self, start: int, end: int) -> str:
        return " ".join(word.text for word in self.words[start:end])

    def is_content(self, place: int) -> bool:
        if not 0 <= place < len(self.words) or self.taken[place] or self.noise[place]:
            return False
        return self.norm(place) not in BOUNDARIES | LINKS

    def facts(self, head: Head) -> list[KindFacts]:
        return self.lexicon.facts(head.kinds)

    def head(self, start: int, end: int) -> Head:
        """The last thing named in the run of words after a modifier, or else the nearest one before it."""
        stop = end
        while stop < len(self.words) and self._goes_on(stop):
            stop += 1
        while stop > end and self.norm(stop - 1) in LINKS:
            stop -= 1
        said = tuple(self.words[place].norm for place in range(end, stop))
        after = [m for m in self.of_label(Label.KIND) if m.start >= end and m.end <= stop]
        if after and after[-1].end == stop:
            return Head(after[-1].meaning.values, named=True, words=said)
        if any(not self._modifies(place) for place in range(end, stop)):
            return Head(after[-1].meaning.values if after else (), named=True, words=said)
        before = [m for m in self.of_label(Label.KIND) if m.end <= start]
        if before:
            return Head(before[-1].meaning.values, named=False)
        return Head(self._about, named=False, assumed=bool(self._about))

    def all_kinds(self) -> tuple[str, ...]:
        return self.own_kinds() or self._about

    @property
    def about(self) -> tuple[str, ...]:
        return self._about

    def own_kinds(self) -> tuple[str, ...]:
        return tuple(kind for mention in self.of_label(Label.KIND) for kind in mention.meaning.values)

    def inside_kind(self, mention: Mention) -> Mention | None:
        """The longer name of a thing that these words are part of."""
        longer = (m for m in self.of_label(Label.KIND) if m.end - m.start > mention.end - mention.start)
        return next((kind for kind in longer if kind.start <= mention.start and mention.end <= kind.end), None)

    def _plausible(self, mentions: Sequence[Mention]) -> Iterator[Mention]:
        """Makers call themselves An, Packs and Brother; the word is theirs only where it can be nothing else."""
        things = {m.start for m in mentions if m.label is Label.KIND}
        for mention in mentions:
            word = self.words[mention.start]
            if mention.label is Label.NAME:
                yield from self._named(mention)
                continue
            plain = mention.label is Label.BRAND and mention.end - mention.start == 1
            if plain and self.norm(mention.start - 1) not in CUES:
                if word.norm in MEASURES or (word.norm in RELATED_WORDS and self.norm(mention.start - 1) in _OWNERS):
                    continue
                everyday = word.norm in self.lexicon.spoken
                if everyday and (len(word.norm) < _SHORTEST_MAKER or mention.end not in things):
                    continue
            yield mention

    def _named(self, mention: Mention) -> Iterator[Mention]:
        """Who made a thing where that is said; else several words are kept whole, and a single one is just a word."""
        before, after = self.norm(mention.start - 1), self.norm(mention.end)
        if before in CUES or (after == "brand" and not self.words[mention.end].breaks):
            yield Mention(mention.start, mention.end, Meaning(Label.BRAND, mention.meaning.values))
        elif mention.end - mention.start > 1:
            yield mention

    def _goes_on(self, place: int) -> bool:
        word = self.words[place]
        if self._describing[place] and not word.breaks:
            return True
        if self.taken[place] or word.breaks or word.money or word.text == "one":
            return False
        if self.norm(place) in LINKS:
            return self._modifies(place - 1) and place + 1 < len(self.words) and not self.noise[place + 1]
        return not self.noise[place] and self.norm(place) not in BOUNDARIES

    def _modifies(self, place: int) -> bool:
        return (
            self.norm(place) in LINKS
            or self.norm(place) in NAMED_WORDS
            or bool(self._describing[place])
            or any(m.start <= place < m.end and m.label not in _UNDESCRIBING for m in self.mentions)
        )

    def _mark_noise(self) -> None:
        opening = True
        at = {found.start: found for found in self.rules if found.rule in {grammar.NOISE, grammar.OPENING}}
        place = 0
        while place < len(self.words):
            found = at.get(place)
            if found is None or (found.rule == grammar.OPENING and not opening):
                opening = False
                place += 1
                continue
            self.noise[found.start : found.end] = b"\x01" * (found.end - found.start)
            place = found.end


def _as_meant(words: Sequence[Word], lexicon: Lexicon) -> list[Word]:
    """What was said without what speech recognition made of it, each number and amount one word."""
    whole = mended(without_stutter(words), lexicon.joins)
    right = heard_right(whole, is_thing=lexicon.names_goods, is_known=lexicon.knows)
    return with_amounts(with_numbers(right), own=lexicon.vocabulary.currency)


def _longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Longer phrases win over what they contain; a modifier inside a thing's name stays, to be judged with it."""
    found = list(mentions)
    kept = [m for m in found if not any(_hides(other, m) for other in found)]
    return sorted(kept, key=lambda m: (m.start, -m.end))


def _outside_sayings(mentions: Iterable[Mention], rules: Sequence[Found]) -> list[Mention]:
    """The iron in "non-iron" is no material."""
    sayings = [rule for rule in rules if rule.rule == grammar.KEPT]
    return [m for m in mentions if not any(s.start <= m.start and m.end <= s.end for s in sayings)]


def _hides(other: Mention, mention: Mention) -> bool:
    longer = other.end - other.start > mention.end - mention.start
    if not longer or other.end <= mention.start or mention.end <= other.start:
        return False
    if other.label is Label.KIND:
        return mention.label is Label.KIND or mention.label is Label.BRAND
    return True


def _undisturbed(rules: Iterable[Found], mentions: Sequence[Mention]) -> list[Found]:
    """Rules that do not cut into a phrase of the catalogue: "max" in "iPhone 15 Pro Max" bounds nothing."""
    return [rule for rule in rules if not any(_cuts(rule, mention) for mention in mentions)]


def _cuts(rule: Found, mention: Mention) -> bool:
    if rule.end <= mention.start or mention.end <= rule.start:
        return False
    if rule.end - rule.start == 1:
        return True
    if rule.rule == grammar.KEPT and rule.start < mention.start:
        return False
    contains = rule.start <= mention.start and mention.end <= rule.end
    return not contains and mention.end - mention.start > 1
