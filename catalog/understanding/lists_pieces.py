"""A sentence cut wherever one thing may end and another begin; which cuts hold is decided elsewhere."""

from dataclasses import dataclass, field
from enum import IntEnum

from catalog.understanding import grammar
from catalog.understanding.audiences import NAMED_WORDS, RELATED_WORDS
from catalog.understanding.lexicon import Label
from catalog.understanding.lists_amounts import amount_at, misheard_amount_at
from catalog.understanding.lists_goods import Goods, goods_in, is_fruit, is_one_name, is_plural
from catalog.understanding.lists_words import AMOUNT_ARTICLES, HAVING, PARTING, PARTING_PHRASES, WHOLE, is_adjective
from catalog.understanding.measures import MEASURES
from catalog.understanding.sentence import BOUNDARIES, Sentence
from catalog.understanding.words import word_set

_WITHOUT_BOUND = {grammar.NOISE, grammar.OPENING, grammar.KEPT, grammar.FOR_NUMBER, grammar.NOT, grammar.NOT_TOO}
_BETWEEN_AND_QUALITY = word_set("a an the my our his her their any color colour size sizes little")
_AMOUNTS = WHOLE | AMOUNT_ARTICLES | {"half", "ones"}
_SIZES = word_set("xs s m l xl xxl small medium large extra")


class Cut(IntEnum):
    """How surely something begins here, from names merely beside each other to a word that parts."""

    BESIDE = 1
    AFTER_MANY = 2
    AND = 3
    AMOUNT = 4
    COMMA = 5
    WORD = 6


@dataclass(slots=True)
class Piece:
    """`head` is what it names, `unknown` the words nobody knows, and `hangs` that it ends in "with …" or "without …".

    `settled` is where what belongs to the head for certain ends, and `spelled` an amount as it should have been heard.
    """

    start: int
    cut: Cut
    end: int = 0
    head: Goods | None = None
    counted: bool = False
    bound: bool = False
    refuses: bool = False
    hangs: bool = False
    unknown: list[int] = field(default_factory=list)
    settled: int = 0
    spelled: str = ""


class Cutter:
    def __init__(self, sentence: Sentence) -> None:
        self._sentence = sentence
        self._goods = goods_in(sentence)
        self._rules = {found.start: found for found in sentence.rules if found.rule not in _WITHOUT_BOUND}
        self._refusals = {found.start: found for found in sentence.rules if found.rule == grammar.NOT}
        self._qualities = {
            m.start: m.end
            for m in reversed(sentence.mentions)
            if m.label is not Label.KIND and not is_fruit(sentence, m)
        }
        sizes = sentence.lexicon.vocabulary.sizes
        self._sizes = _SIZES | {size.casefold() for size in sizes}
        self.pieces: list[Piece] = []
        self._alternative = False

    def cut(self) -> list[Piece]:
        place = 0
        self._begin(0, Cut.WORD)
        while place < len(self._sentence.words):
            place = self._parted(place) or self._step(place)
        self.pieces[-1].end = len(self._sentence.words)
        return self.pieces

    @property
    def _piece(self) -> Piece:
        return self.pieces[-1]

    def _begin(self, place: int, cut: Cut) -> None:
        if self.pieces:
            self._piece.end = place
        self.pieces.append(Piece(start=place, cut=cut, settled=place))

    def _parted(self, place: int) -> int | None:
        """Past a comma, an "and" or a parting word; None if nothing is parted here."""
        comma = self._sentence.words[place].breaks and place > 0
        after, cut = place, Cut.COMMA if comma else None
        while width := self._width_of_parting(after):
            strong = self._sentence.norm(after) != "and"
            cut = Cut.WORD if strong else max(cut or Cut.AND, Cut.AND)
            after += width
        if cut is None or (after == place and not comma):
            return None
        self._piece.end = place
        if comma and after == place:
            self._begin(place, Cut.COMMA)
            return self._step(place)
        self._begin(place, cut)
        self._piece.start = self._piece.settled = after
        return after

    def _width_of_parting(self, place: int) -> int:
        sentence = self._sentence
        inside_goods = any(goods.start < place < goods.end for goods in self._goods.values())
        inside_rule = any(r.start < place < r.end for r in self._rules.values())
        inside_name = any(m.start < place < m.end - 1 for m in sentence.mentions if m.label is Label.BRAND)
        if inside_goods or inside_rule or inside_name:
            return 0
        for phrase in PARTING_PHRASES:
            if tuple(sentence.norm(place + n) for n in range(len(phrase))) == phrase:
                return len(phrase)
        return int(sentence.norm(place) in PARTING or sentence.norm(place) == "and")

    def _step(self, place: int) -> int:
        """Past the next word or phrase, which is taken note of."""
        for read in (self._refusal, self._rule, self._amount, self._size, self._named, self._quality, self._complement):
            if (after := read(place)) is not None:
                return after
        if self._sentence.norm(place) == "or":
            self._alternative = True
        elif self._is_unknown(place) and not self._piece.hangs:
            self._piece.unknown.append(place)
        return place + 1

    def _is_unknown(self, place: int) -> bool:
        word = self._sentence.words[place]
        known = word.number is not None or word.norm in NAMED_WORDS or word.norm in MEASURES or word.norm in _AMOUNTS
        return self._sentence.is_content(place) and not known

    def _refusal(self, place: int) -> int | None:
        """ "Without" and the one thing after it, in which "added sugar" is one."""
        if (found := self._refusals.get(place)) is None:
            return None
        sentence, after = self._sentence, found.end
        while sentence.norm(after) in _BETWEEN_AND_QUALITY or is_adjective(sentence.norm(after)):
            after += 1
        after = self._end_of_names(after) or self._qualities.get(after, after + 1)
        self._piece.refuses = self._piece.hangs = True
        return self._settle(min(after, len(sentence.words)))

    def _end_of_names(self, place: int) -> int | None:
        """Where the name that begins here ends, of however many names it is made; None if nothing is named here."""
        named = self._goods.get(place)
        while named and (more := self._goods.get(named.end)) and is_one_name(self._sentence, named, more):
            named = more
        return named.end if named else None

    def _rule(self, place: int) -> int | None:
        if (found := self._rules.get(place)) is None:
            return None
        self._piece.bound, self._piece.hangs = True, False
        return self._settle(found.end)

    def _amount(self, place: int) -> int | None:
        opens = self._opens(place)
        spelled, after = "", amount_at(self._sentence, place)
        if after is None and opens:
            spelled, after = misheard_amount_at(self._sentence, place)
        has = self._sentence.norm(place - 1) in HAVING and self._piece.head is not None
        if after is None or (not opens and (place in self._goods or has)):
            return None
        if not opens and (self._piece.head or (self._piece.counted and self._piece.unknown)):
            self._begin(place, Cut.AMOUNT)
        self._piece.counted = self._piece.counted or self._opens(place)
        self._piece.spelled = spelled or self._piece.spelled
        self._piece.hangs = False
        return after

    def _opens(self, place: int) -> bool:
        return not any(self._sentence.is_content(before) for before in range(self._piece.start, place))

    def _size(self, place: int) -> int | None:
        if self._sentence.norm(place) not in {"size", "sizes"}:
            return None
        return self._settle(min(place + 2, len(self._sentence.words)))

    def _named(self, place: int) -> int | None:
        if (goods := self._goods.get(place)) is None:
            return None
        piece = self._piece
        if piece.hangs and not piece.refuses:
            return goods.end
        if piece.head is None:
            piece.head = goods
        elif self._alternative or is_one_name(self._sentence, piece.head, goods):
            piece.head = Goods(piece.head.start, goods.end, goods.kinds)
        else:
            many = is_plural(self._sentence, piece.head)
            self._begin(max(piece.settled, piece.head.end), Cut.AFTER_MANY if many else Cut.BESIDE)
            self._piece.head = goods
        self._alternative = False
        return self._settle(goods.end)

    def _quality(self, place: int) -> int | None:
        if (after := self._qualities.get(place)) is not None:
            return after
        return place + 1 if self._sentence.norm(place) in self._sizes else None

    def _complement(self, place: int) -> int | None:
        """ "In red" and "for my son" end with their word; any other "with …" may go on to the end."""
        sentence = self._sentence
        if sentence.norm(place) not in BOUNDARIES or sentence.noise[place]:
            return None
        if sentence.norm(place) == "of" and sentence.norm(place - 1) in MEASURES:
            return place + 1
        after = place + 1
        while sentence.norm(after) in _BETWEEN_AND_QUALITY:
            after += 1
        end = self._end_of_quality(after)
        if end is None:
            self._piece.hangs = True
            return place + 1
        self._piece.hangs = False
        return self._settle(end)

    def _end_of_quality(self, place: int) -> int | None:
        norm = self._sentence.norm(place)
        sized = self._sentence.norm(place - 1) in {"size", "sizes"}
        if sized or norm in self._sizes or norm in NAMED_WORDS or norm in RELATED_WORDS:
            return min(place + 1, len(self._sentence.words))
        return None if place in self._goods else self._qualities.get(place)

    def _settle(self, place: int) -> int:
        self._piece.settled = place
        return place
