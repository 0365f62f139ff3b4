"""Advice on a size, as the actions and the form need it: the goods, what is known, what still could be asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions.forms.form import Taken
from actions.heard import Heard
from actions.services import Services
from catalog.product import Product, ProductCard
from catalog.query import Query
from shop.choosing import choose
from shop.phrasing import sizes as phrasing
from shop.preferences.naming import worn_named
from shop.preferences.preference import Kind
from shop.reply import Answer
from shop.sizes.advice import Advice, advise, between
from shop.sizes.evidence import Goods, Known, Usual
from shop.sizes.ladder import called, ordered
from shop.sizes.measurements import Measurements
from shop.sizes.spoken import CM_PER_INCH, Read, read_measurements
from shop.sizes.usual_spoken import read_usual

SKIPS = re.compile(
    r"\b(?:skip|pass|rather not|not (?:say|tell|telling)|don'?t want to|none of your|private|personal|no idea|not sure|"
    r"(?:i )?(?:don'?t|do not) know|dunno|can'?t (?:say|tell|remember)|forget it|prefer not)\b"
)
PAIR = 2
# For whom children's goods are, where nobody was named: not for the shopper.
A_CHILD = "child"
WAIST_AND_LENGTH = re.compile(r"(?P<waist>2[4-9]|[345]\d)(?:x(?P<length>\d{2}))?")
LENGTHS_IN_METRIC = frozenset({"EUR", "CAD", "AUD", "INR"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The product a size is wanted of; `between` are two sizes of it that the shopper wavers between."""

    product: Product
    goods: Goods
    between: tuple[str, ...] = ()

    @property
    def wearer(self) -> str:
        return self.goods.wearer

    @property
    def card(self) -> ProductCard:
        return choose(self.product, Query(), "", known={}).card(self.product)

    @property
    def pounds(self) -> bool:
        return self.product.variants[0].price.currency not in LENGTHS_IN_METRIC

    def has(self, size: str) -> bool:
        return any(
            variant.attributes.get("size") == size and any(variant.stock.values()) for variant in self.product.variants
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a sentence told of a body or of a size that is worn."""

    read: Read
    usual: Usual | None

    @property
    def anything(self) -> bool:
        return bool(self.read.values or self.usual)


async def wanted_of(
    services: Services, product_id: str, wearer: str = "", between: Sequence[str] = ()
) -> Wanted | None:
    products = await services.products.products([product_id])
    if not products:
        return None
    product = products[0]
    sizes = tuple(dict.fromkeys(v.attributes["size"] for v in product.variants if v.attributes.get("size")))
    charts = await services.sizes.charts([product.size_chart_id] if product.size_chart_id else [])
    if not wearer and charts and charts[0].is_for_children:
        wearer = A_CHILD
    goods = Goods(
        product_id=product.id,
        brand=product.brand,
        kind=product.category[-1],
        offered=ordered(sizes) or sizes,
        chart=charts[0] if charts else None,
        audience=product.attributes.get("audience", ""),
        wearer=wearer,
    )
    wavered = [size for each in between if (size := called(each, goods.offered))]
    return Wanted(product=product, goods=goods, between=tuple(wavered) if len(wavered) == PAIR else ())


def told_in(
    services: Services, text: str, *, pounds: bool = True, asked: str | None = None, bare: bool = False
) -> Told:
    brands = services.reader().parse(text).brands
    read = read_measurements(text, pounds=pounds, asked=asked)
    return Told(read=read, usual=read_usual(text, brands=brands, bare=bare))


async def remember(services: Services, said: Heard, told: Told, wanted: Wanted | None, *, wearer: str) -> None:
    """A size that is told while a product is talked about is one of such goods."""
    usual = told.usual
    if usual is not None and wanted is not None and (girths := _as_girths(usual, wanted.goods)):
        usual, told = None, Told(read=replace(told.read, values={**told.read.values, **girths}), usual=None)
    if usual is not None and wanted is not None and wanted.goods.chart is not None and not usual.worn:
        usual = await _placed(services, usual, wanted.goods)
    body = Measurements(**told.read.values)
    kept = (usual,) if usual else ()
    await services.sizes.remember(said.shopper_id, body, kept, wearer=wearer, turn_id=said.turn_id)


def _as_girths(usual: Usual, goods: Goods) -> dict[str, float]:
    """ "34" or "34 by 32" of pants that come in letters are a waist and an inseam, in inches."""
    found = WAIST_AND_LENGTH.fullmatch(usual.size)
    by_waist = (
        goods.chart is not None
        and "waist_cm" in goods.chart.measured_by
        and worn_named(goods.kind.lower()) == "bottoms"
    )
    if found is None or not by_waist or called(usual.size, goods.offered):
        return {}
    girths = {"waist_cm": found["waist"], "inseam_cm": found["length"]}
    return {name: round(float(inches) * CM_PER_INCH, 1) for name, inches in girths.items() if inches}


async def _placed(services: Services, usual: Usual, goods: Goods) -> Usual:
    """Which chart the size is of: that of the goods, or the brand's only one that has it."""
    chart = goods.chart
    if chart is None:
        return usual
    here = called(usual.size, chart.sizes) is not None or bool(usual.system)
    if usual.brand and not here:
        having = [one for one in await services.sizes.charts([], brand=usual.brand) if called(usual.size, one.sizes)]
        alike = [one for one in having if one.is_for_children == chart.is_for_children]
        return Usual(
            size=usual.size, brand=usual.brand, system=usual.system, worn=alike[0].id if len(alike) == 1 else ""
        )
    return Usual(size=usual.size, brand=usual.brand, system=usual.system, worn=chart.id if here else "")


async def advice_on(services: Services, said: Heard, wanted: Wanted) -> tuple[Advice, Known]:
    """Of what was bought only the shopper's own sizes tell."""
    goods = wanted.goods
    known = await services.sizes.known(said.shopper_id, wearer=wanted.wearer)
    past = await services.sizes.past(said.shopper_id) if wanted.wearer in {"", A_CHILD} else ()
    if not wanted.wearer:
        told_elsewhere = await _preferred(services, said, goods)
        known = replace(known, usual=(*known.usual, *told_elsewhere))
    worn = [usual.worn for usual in known.usual if usual.worn]
    brands = [usual.brand for usual in known.usual if usual.brand and not usual.worn]
    charts = await services.sizes.charts(worn, brand=brands[0] if brands else "") if worn or brands else ()
    guess = services.sizes.guess(goods.chart, goods.offered, known.body)
    advice = advise(goods, known, past, charts=charts, guess=guess)
    return (between(advice, wanted.between) if wanted.between else advice), known


async def _preferred(services: Services, said: Heard, goods: Goods) -> list[Usual]:
    """Sizes the shopper told as a preference, or the retailer knew: of such goods, or letters of any."""
    kept = await services.preferences.of(said.shopper_id)
    title = goods.chart.title if goods.chart else ""
    about = worn_named(goods.kind.lower()) or worn_named(title.lower())
    sizes = kept.of_kind(Kind.SIZE)
    return [
        Usual(size=one.value, worn=goods.chart.id if goods.chart else "")
        for one in sizes
        if called(one.value, goods.offered) and (one.about == about or (not one.about and one.value.isalpha()))
    ]


def told(wanted: Wanted, advice: Advice, said: Heard) -> tuple[Answer, Mapping[str, Any] | None]:
    """The answer, and the offer it ends with."""
    card = wanted.card
    if not advice.is_sure:
        return phrasing.nothing_to_go_by(card, wanted.goods, advice), None
    size = advice.sizes[0]
    in_stock = wanted.has(size)
    answer = phrasing.advised(card, wanted.goods, advice, in_stock=in_stock, turn_id=said.turn_id)
    return answer, {"kind": "offer_to_add", "chosen": {"size": size}} if in_stock else None


def done(wanted: Wanted, advice: Advice, said: Heard) -> Taken:
    answer, offer = told(wanted, advice, said)
    return Taken(told=answer, done=True, asked=offer)


def next_question(services: Services, wanted: Wanted, known: Known, passed: Mapping[str, Any]) -> str | None:
    """The slot to ask for: what is unknown, could change the advice, and was not passed over."""
    chart, body = wanted.goods.chart, known.body.known
    has_model = services.sizes.has_model(chart, wanted.goods.offered)
    candidates = []
    if not known.usual and not body:
        candidates.append("size_usual")
    if chart is not None and chart.is_for_children:
        candidates += [slot for slot, name in (("size_height", "height_cm"), ("size_age", "age")) if name not in body]
        candidates = candidates if not body else []
    elif has_model and (wants := [name for name in ("height_cm", "weight_kg") if name not in body]):
        candidates += [{"height_cm": "size_height", "weight_kg": "size_weight"}[name] for name in wants]
    if (name := measure_wanted(wanted.goods)) and name not in body:
        candidates.append("size_measure")
    return next((slot for slot in candidates if passed.get(slot) != "passed"), None)


def measure_wanted(goods: Goods) -> str | None:
    """What of a body decides, if it is to be measured with a tape."""
    names = goods.chart.measured_by if goods.chart else ()
    return next((name for name in names if name not in {"height_cm", "weight_kg", "age"}), None)
