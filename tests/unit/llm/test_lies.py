"""Lies that a language model may tell of goods and policies at hand: no answer that holds one of them is spoken."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.evaluation.grounded import shown_of
from assistant.llm.speaking.errors import Unfounded
from assistant.llm.speaking.verifying.facts import Facts, facts_about
from assistant.llm.speaking.verifying.verifier import Passage, Verifier
from catalog.demo.contents import demo_contents, demo_policies
from catalog.retrieval.passages import passages_of
from tests.unit.llm.jackets import DRIFT, PASSAGES, PONCHO, WINDWARD

LIES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "grounding" / "lies.jsonl").read_text(encoding="utf-8").splitlines()
]
GOODS = {
    "rain jackets": ("p-outdoor-rain-jacket-0001", "p-outdoor-rain-jacket-0017"),
    "laptops": ("p-electronics-laptop-0001", "p-electronics-laptop-0002", "p-electronics-laptop-0003"),
    "granolas": ("p-grocery-granola-0001", "p-grocery-granola-0003"),
    "sleeping bags": ("p-outdoor-sleeping-bag-0001", "p-outdoor-sleeping-bag-0003"),
    "tents": ("p-outdoor-tent-0001", "p-outdoor-tent-0002", "p-outdoor-tent-0003"),
}
# Everything that a sentence can be made of, signs that turn or hide others among it.
PIECES = (  # noqa: SIM905 - a list of words
    "The Kestrel Ridge|the Fernhollow|it|they|both|all three|is|are|has|costs|weighs|comes in|made of|rated|in stock|"
    "cheaper than|the lightest|I'd take|waterproof|navy|14.1 oz|$189.99|4.4|80 people|20,000 mm|twenty|hundred|and|by|"
    "point|one|pair|not|minus|,|.|;|-|'s|n't|½|fl oz|\u0336|\u037a|\u0307|\u00b2|\u0661|\u200b|\ufb01|\U0001f600"
).split("|")


@cache
def _handed(of: str) -> tuple[list[Facts], list[Passage]]:
    if of == "jackets":
        pairs = (WINDWARD, DRIFT, PONCHO)
        return [each for at, pair in enumerate(pairs, 1) if (each := facts_about(f"p{at}", *pair))], list(PASSAGES)
    if of == "policies":
        told = [(policy, text) for policy in demo_policies() for text in passages_of(policy.spoken)]
        numbered = enumerate(told, start=1)
        return [], [Passage(key=f"t{at}", kind=p.kind, title=p.title, text=text) for at, (p, text) in numbered]
    known = {product.id: product for product in demo_contents().products}
    goods = [known[product_id] for product_id in GOODS[of]]
    return [each for at, one in enumerate(goods, 1) if (each := facts_about(f"p{at}", one, shown_of(one)))], []


def _is_spoken(of: str, sentences: Sequence[dict[str, Any]], advised: str = "none") -> bool:
    verifier = Verifier(*_handed(of))
    try:
        for sentence in sentences:
            verifier.check(sentence["text"], sentence["about"], advised=advised)
    except Unfounded:
        return False
    return True


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie["sentences"][-1]["text"].encode("ascii", "replace").decode())
def test_no_lie_is_spoken(lie: dict[str, Any]) -> None:
    assert not _is_spoken(lie["of"], lie["sentences"], lie["advised"])


@pytest.mark.parametrize(
    ("of", "about", "text"),
    [
        ("laptops", "p1", "The Equinox costs $1,314.99 and comes in gray or sage."),
        ("laptops", "p1", "The Equinox comes in 512 GB or 1 TB."),
        ("laptops", "p1", "The Equinox has 512 GB of storage and costs $1,314.99."),
        ("laptops", "p2", "The Umbra is the creator one."),
        ("sleeping bags", "p1", "The Lichen is rated to 20 °F."),
        ("tents", "p1", "The Mossbank is rated 4.4 of five, by 8 people."),
        ("tents", "p1", "The Mossbank is rated 4.4 by 8 people and costs $89.99."),
        ("tents", "p1 p2", "At $89.99, the Mossbank is cheaper than the Millpond."),
        ("jackets", "p1 p2", "The Kestrel Ridge and the Fernhollow are for hiking."),
        ("jackets", "p2", "The Fernhollow is made of recycled polyester and made for hiking."),
        ("jackets", "p2", "The Fernhollow is the water-resistant one."),
        ("jackets", "p2", "The water-resistant one is the Fernhollow."),
        ("jackets", "p3", "The cheapest one is the Stonecairn."),
    ],
)
def test_what_is_true_together_is_spoken(of: str, about: str, text: str) -> None:
    assert _is_spoken(of, [{"about": about.split(), "text": text}])


def test_a_choice_is_not_told_with_the_price_of_another_a_sentence_later() -> None:
    bigger = {"about": ["p1"], "text": "The Equinox comes in 1 TB."}
    price = {"about": ["p1"], "text": "It costs $1,314.99."}
    assert _is_spoken("laptops", [bigger])
    assert not _is_spoken("laptops", [bigger, price])
    assert not _is_spoken("laptops", [price, bigger])


@pytest.mark.parametrize(
    ("text", "is_spoken"),
    [
        ("The Fernhollow comes in red in large.", True),
        ("The Fernhollow comes in red and sand.", True),
        ("The Fernhollow comes in sand in large.", False),
        ("The Fernhollow comes in red and sand in large.", False),
    ],
)
def test_choices_are_told_together_that_can_be_had_together(text: str, is_spoken: bool) -> None:
    product, card = DRIFT
    red, sand = product.variants
    variants = (
        replace(red, attributes={"color": "red", "size": "large"}),
        replace(sand, attributes={"color": "sand", "size": "small"}),
    )
    facts = facts_about("p1", replace(product, variants=variants), card)
    assert facts is not None
    try:
        Verifier([facts]).check(text, ["p1"])
    except Unfounded:
        assert not is_spoken
    else:
        assert is_spoken


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=16), st.sampled_from(["p1", "p1 p2", "t1"]))
def test_whatever_is_said_it_is_spoken_or_refused(pieces: list[str], about: str) -> None:
    _is_spoken("jackets", [{"about": about.split(), "text": " ".join(pieces)}], "p1")
