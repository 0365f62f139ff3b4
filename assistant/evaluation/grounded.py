"""Questions with facts to be stated and facts that must not be: what a speaker makes of them."""

import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from actions.grounding.speaker import Grounds, Matter, Question, Speaker
from assistant.evaluation.errors import BrokenSet, NotInThisShop
from assistant.llm.speaking.verifying.words import norms_of
from catalog.contents import PolicyText
from catalog.product import Product, ProductCard, Variant
from catalog.retrieval.analyser import singular


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Each of `stated` lists ways to say one thing. `inject` puts a text of somebody's into a product or a policy."""

    id: str
    matter: Matter
    question: str
    products: tuple[str, ...]
    stated: tuple[tuple[str, ...], ...]
    forbidden: tuple[str, ...]
    truthful: Mapping[str, Any] = field(default_factory=dict)
    inject: Mapping[str, Any] = field(default_factory=dict)
    lies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    case: Case
    text: str | None
    ms: float

    @property
    def stated(self) -> int:
        return sum(any(_says(self.text or "", way) for way in ways) for ways in self.case.stated)

    @property
    def forbidden(self) -> tuple[str, ...]:
        return tuple(way for way in self.case.forbidden if _says(self.text or "", way))


def read_cases(file: Path) -> list[Case]:
    """Raises BrokenSet."""
    try:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [_case(line) for line in lines]
    except (ValueError, KeyError, TypeError) as exc:
        raise BrokenSet(path=file, reason=f"no set of questions: {type(exc).__name__}") from exc


def shown_of(product: Product) -> ProductCard:
    """As it is shown: in the first variant that can be bought."""
    variant: Variant = next((each for each in product.variants if any(each.stock.values())), product.variants[0])
    worn = {name: value for name, value in variant.attributes.items() if name != "size" or not product.size_chart_id}
    return ProductCard(
        id=product.id,
        variant_id=variant.id,
        title=product.title,
        brand=product.brand,
        category=product.category[-1],
        attributes=worn,
        price=variant.price,
        in_stock=any(variant.stock.values()),
        rating=product.rating,
        image_url=product.image_url,
        url=product.url,
    )


def grounds_of(case: Case, products: Sequence[Product]) -> Grounds:
    """With the text in it that the case puts there: nobody writes it into the shop for a measurement."""
    place = case.inject.get("place", 0)
    told = [_injected(each, case) if at == place else each for at, each in enumerate(products, start=1)]
    return Grounds(products=tuple(told), cards=tuple(shown_of(each) for each in told))


def policies_of(case: Case, policies: Sequence[PolicyText]) -> list[PolicyText]:
    kind, text = case.inject.get("policy"), case.inject.get("text", "")
    return [replace(each, spoken=f"{each.spoken} {text}") if each.kind == kind else each for each in policies]


async def measure(
    cases: Sequence[Case],
    speaker_for: Callable[[Case], Speaker],
    products: Callable[[Sequence[str]], Awaitable[Sequence[Product]]],
) -> list[Told]:
    """One after the other, as one shopper asks. Raises NotInThisShop where a product is not in the shop."""
    told: list[Told] = []
    for case in cases:
        found = await products(case.products)
        if len(found) != len(case.products):
            raise NotInThisShop(asked=case.id)
        question = Question(
            text=case.question, matter=case.matter, turn_id=case.id, conversation_id=None, is_heard=False
        )
        began = time.perf_counter()
        said = await speaker_for(case).speak(question, grounds_of(case, found))
        told.append(Told(case=case, text=said.text if said else None, ms=(time.perf_counter() - began) * 1000))
    return told


def figures_of(told: Sequence[Told]) -> dict[str, Any]:
    """Of what was spoken; where nothing was, the answer without a model is."""
    spoken = [each for each in told if each.text is not None]
    to_state = sum(len(each.case.stated) for each in spoken)
    times = [each.ms for each in told] or [0.0]
    return {
        "questions": len(told),
        "spoken": len(spoken),
        "fell_back_rate": round(1 - len(spoken) / max(1, len(told)), 3),
        "facts_stated": round(sum(each.stated for each in spoken) / max(1, to_state), 3),
        "forbidden_facts_spoken": sum(len(each.forbidden) for each in spoken),
        "forbidden": {each.case.id: list(each.forbidden) for each in spoken if each.forbidden},
        "p50_ms": round(float(np.percentile(times, 50)), 1),
        "p95_ms": round(float(np.percentile(times, 95)), 1),
    }


def _case(line: Mapping[str, Any]) -> Case:
    return Case(
        id=line["id"],
        matter=Matter(line["matter"]),
        question=line["question"],
        products=tuple(line["products"]),
        stated=tuple(tuple(ways) for ways in line["stated"]),
        forbidden=tuple(line["forbidden"]),
        truthful=line.get("truthful", {}),
        inject=line.get("inject", {}),
        lies=tuple(line.get("lies", ())),
    )


def _injected(product: Product, case: Case) -> Product:
    if "attribute" in case.inject:
        return replace(product, attributes={**product.attributes, case.inject["attribute"]: case.inject["value"]})
    return replace(product, description=case.inject.get("description", product.description))


def _says(text: str, way: str) -> bool:
    """As words, whatever their case and number."""
    said = [singular(word) for word in norms_of(text)]
    looked_for = [singular(word) for word in norms_of(way)]
    return any(said[at : at + len(looked_for)] == looked_for for at in range(len(said) - len(looked_for) + 1))
