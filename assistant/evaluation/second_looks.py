"""How many sentences more are understood with a second look by a language model, and how long that takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from actions.conversation.interpreting import OUT_OF_SCOPE, Interpretation, Interpreter, Moment
from actions.conversation.said_plainly import Missing, said_plainly
from actions.conversation.second_look import gives_way, is_something, is_sure
from catalog.demo.contents import demo_contents
from catalog.understanding.parser import Understanding
from catalog.understanding.vocabulary import Vocabulary

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """A sentence that the classifier refused, or took for `heard` with little confidence."""

    text: str
    meant: str
    heard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """`heard` is what it is taken for after a second look; who is `asked_back` has not been understood yet."""

    sentence: Unsure
    heard: str
    ms: float
    is_answered: bool
    asked_back: bool = False

    @property
    def is_mended(self) -> bool:
        return self.heard == self.sentence.meant != self.sentence.heard

    @property
    def is_spoilt(self) -> bool:
        return self.heard != self.sentence.meant == self.sentence.heard


async def look(interpreter: Interpreter, sentences: Sequence[Unsure], *, tell: Tell) -> list[Looked]:
    """One after the other, as a shopper waits for it. Each is said at the beginning of a conversation."""
    looked = []
    for number, sentence in enumerate(sentences, start=1):
        began = perf_counter()
        moment = Moment(words=sentence.text, conversation_id=f"measured-{number}")
        understood = await interpreter.interpret(moment, within_s=interpreter.most_s)
        looked.append(_looked(sentence, moment, understood, ms=(perf_counter() - began) * 1000))
        tell(number, len(sentences))
    return looked


def _looked(sentence: Unsure, moment: Moment, understood: Interpretation | None, *, ms: float) -> Looked:
    stays = Looked(sentence=sentence, heard=sentence.heard, ms=ms, is_answered=understood is not None)
    if understood is None or not is_something(understood):
        return stays
    intent = understood.intent.partition("/")[0]
    taken = Looked(sentence=sentence, heard=intent, ms=ms, is_answered=True)
    if sentence.heard != OUT_OF_SCOPE:
        return taken if gives_way(sentence.heard, understood) else stays
    is_missing = isinstance(said_plainly(understood, moment), Missing)
    # Which product "it" is, no sentence says by itself: what is missing then is on the screen.
    if is_sure(understood) and (not is_missing or intent not in {"product_search", "change_cart"}):
        return taken
    return Looked(sentence=sentence, heard=sentence.heard, ms=ms, is_answered=True, asked_back=True)


def gain(result: Mapping[str, Any], looked: Sequence[Looked]) -> dict[str, Any]:
    """Against the figures of the classifier alone, which `result` holds."""
    right = round(result["accuracy"] * result["sentences"])
    mended, spoilt = sum(each.is_mended for each in looked), sum(each.is_spoilt for each in looked)
    beside = [each for each in looked if each.sentence.meant == each.sentence.heard == OUT_OF_SCOPE]
    times = sorted(each.ms for each in looked)
    return {
        "accuracy": round((right + mended - spoilt) / result["sentences"], 4),
        "accuracy_without": result["accuracy"],
        "asked": len(looked),
        "no_answer": sum(not each.is_answered for each in looked),
        "asked_back": sum(each.asked_back for each in looked),
        "mended": mended,
        "spoilt": spoilt,
        "out_of_scope_kept": round(sum(not each.is_spoilt for each in beside) / len(beside), 4) if beside else None,
        "p50_ms": _percentile(times, 0.5),
        "p99_ms": _percentile(times, 0.99),
    }


def demo_words() -> Understanding:
    """What the demo shop calls things, for words that nobody said to be held against."""
    products = demo_contents().products
    facts = {
        (product.attributes.get("kind", product.category[-1]), name, value)
        for product in products
        for attributes in (product.attributes, *(variant.attributes for variant in product.variants))
        for name, value in attributes.items()
    }
    categories = {category for product in products for category in product.category}
    brands = {product.brand for product in products}
    return Understanding(Vocabulary.of(brands=brands, categories=categories, facts=facts))


def _percentile(ordered: Sequence[float], share: float) -> float | None:
    return round(ordered[min(int(share * len(ordered)), len(ordered) - 1)], 1) if ordered else None
