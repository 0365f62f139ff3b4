"""What a model is handed to speak from: the facts of three products, or passages of policies, as compact JSON."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.grounding.speaker import Grounds, Question
from assistant.llm.request import estimated_tokens
from assistant.llm.speaking.verifying.facts import Facts, choices_of, facts_about
from assistant.llm.speaking.verifying.verifier import Passage, Verifier
from catalog.planted_instructions import SENTENCE_END, plain
from catalog.product import ProductCard
from shop.phrasing.aspects import EATEN
from shop.phrasing.naming import spoken_title
from shop.spoken import price_in_words, price_written

MOST_TOKENS = 1500
MOST_VALUES = 8
MOST_SENTENCES = {True: 3, False: 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    data: Mapping[str, Any]
    products: tuple[Facts, ...]
    passages: tuple[Passage, ...]
    taken: tuple[str, ...] = ()
    to_quote: tuple[str, ...] = ()

    def verifier(self) -> Verifier:
        return Verifier(self.products, self.passages, taken=self.taken)

    def card(self, key: str) -> ProductCard | None:
        return next((facts.card for facts in self.products if facts.key == key), None)

    def in_words(self, sentence: str) -> str:
        """With its prices as a voice says them."""
        for facts in self.products:
            price = facts.card.price
            sentence = re.sub(rf"{re.escape(price_written(price))}(?!\d|[.,]\d)", price_in_words(price), sentence)
        return sentence

    def kind(self, key: str) -> str:
        return next((passage.kind for passage in self.passages if passage.key == key), "")


def handed_products(question: Question, grounds: Grounds) -> Handed | None:
    """Descriptions are left out before a product is; None where nothing can be handed over."""
    pairs = zip(grounds.products, grounds.cards, strict=True)
    found = [facts_about(f"p{place}", *pair) for place, pair in enumerate(pairs, start=1)]
    products = tuple(facts for facts in found if facts is not None)
    if not products or len(products) < len(found):
        return None
    for sentences in (3, 1, 0):
        told = [_told(facts, sentences) for facts in products]
        data = {"question": plain(question.text), "most_sentences": MOST_SENTENCES[question.is_heard], "products": told}
        if estimated_tokens(_compact(data)) <= MOST_TOKENS:
            return Handed(data=data, products=products, passages=())
    return None


def handed_passages(
    question: Question, passages: Sequence[Passage], taken: Sequence[str], *, quoted: str = ""
) -> Handed | None:
    """As many as there is room for, the best first; None where not all is among them that is quoted without a model."""
    to_quote = tuple(filter(None, SENTENCE_END.split(quoted)))
    for number in range(len(passages), 0, -1):
        few = tuple(passages[:number])
        if not all(any(sentence in each.text for each in few) for sentence in to_quote):
            return None
        told = [{"key": each.key, "policy": each.title, "text": each.text} for each in few]
        data = {"question": plain(question.text), "most_sentences": MOST_SENTENCES[question.is_heard], "passages": told}
        if to_quote:
            data["quote"] = to_quote
        if estimated_tokens(_compact(data)) <= MOST_TOKENS:
            return Handed(data=data, products=(), passages=few, taken=tuple(taken), to_quote=to_quote)
    return None


def _told(facts: Facts, sentences: int) -> dict[str, Any]:
    card, product = facts.card, facts.product
    comes_in = {name: values[:MOST_VALUES] for name, values in choices_of(product).items() if name not in EATEN}
    told: dict[str, Any] = {
        "key": facts.key,
        "name": spoken_title(product.title),
        "brand": product.brand,
        "price": price_written(card.price),
        "in_stock": card.in_stock,
        "facts": {name.replace("_", " "): value for name, value in facts.attributes.items()},
        "comes_in": comes_in,
    }
    if product.rating is not None:
        told |= {"rating": f"{product.rating:.1f} of five", "rated_by": f"{product.rating_count} people"}
    if sentences and facts.texts:
        told["description"] = " ".join(SENTENCE_END.split(facts.texts)[:sentences])
    return told


def _compact(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
