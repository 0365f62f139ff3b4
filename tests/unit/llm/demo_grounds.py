"""The golden questions with the demo shop's products and policies at hand, without a database."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from assistant.evaluation.grounded import Case, grounds_of, policies_of, read_cases
from assistant.llm.speaking.errors import Unfounded
from assistant.llm.speaking.verifying.facts import Facts, facts_about
from assistant.llm.speaking.verifying.verifier import Passage, Verifier
from catalog.contents import PolicyText
from catalog.demo.contents import demo_contents, demo_policies
from catalog.planted_instructions import without_instructions
from catalog.product import Product
from catalog.retrieval.passages import passages_of

_FACTS: dict[str, list[Facts]] = {}
_PASSAGES: dict[str, tuple[list[Passage], tuple[str, ...]]] = {}
GOLDEN = Path(__file__).parents[2] / "grounding" / "golden.jsonl"


@cache
def golden() -> tuple[Case, ...]:
    return tuple(read_cases(GOLDEN))


@cache
def _products() -> dict[str, Product]:
    return {product.id: product for product in demo_contents().products}


def products_of(case: Case) -> list[Product]:
    return [_products()[product_id] for product_id in case.products]


def facts_of(case: Case) -> list[Facts]:
    if case.id not in _FACTS:
        _FACTS[case.id] = _facts_of(case)
    return _FACTS[case.id]


def _facts_of(case: Case) -> list[Facts]:
    grounds = grounds_of(case, products_of(case))
    pairs = enumerate(zip(grounds.products, grounds.cards, strict=True), start=1)
    return [facts for place, pair in pairs if (facts := facts_about(f"p{place}", *pair)) is not None]


@cache
def _policies() -> tuple[PolicyText, ...]:
    return demo_policies()


def passages_for(case: Case) -> tuple[list[Passage], tuple[str, ...]]:
    """All there are: which of them are found is another matter."""
    if case.id not in _PASSAGES:
        _PASSAGES[case.id] = _passages_for(case)
    return _PASSAGES[case.id]


def _passages_for(case: Case) -> tuple[list[Passage], tuple[str, ...]]:
    cleaned = [(each, *without_instructions(each.spoken)) for each in policies_of(case, _policies())]
    told = [(policy, text) for policy, whole, _ in cleaned for text in passages_of(whole)]
    passages = [
        Passage(key=f"t{number}", kind=policy.kind, title=policy.title, text=text)
        for number, (policy, text) in enumerate(told, start=1)
    ]
    return passages, tuple(each for _, _, taken in cleaned for each in taken)


def verifier_for(case: Case) -> Verifier:
    passages, taken = passages_for(case)
    return Verifier(facts_of(case), passages, taken=taken)


def keys(about: Sequence[str], case: Case) -> list[str]:
    """A kind of policy stands for all its passages."""
    passages, _ = passages_for(case)
    return [key for name in about for key in ([p.key for p in passages if p.kind == name] or [name])]


def refused(case: Case, sentences: Sequence[dict[str, Any]], advised: str) -> str | None:
    """Why an answer is not spoken; None where it is."""
    verifier = verifier_for(case)
    try:
        for sentence in sentences:
            verifier.check(sentence["text"], keys(sentence["about"], case), advised=advised)
    except Unfounded as exc:
        return exc.reason.value
    return None


def numbers_in(text: str) -> list[str]:
    return re.findall(r"\d[\d,]*(?:\.\d+)?", text)
