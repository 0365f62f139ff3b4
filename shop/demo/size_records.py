"""How sizes turned out for people of the demo shop's past: bodies that nobody has, by rules of our own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalog.contents import SizeChart
from catalog.demo.dice import Dice
from catalog.product import Product
from shop.sizes.charts import Chart, read_chart
from shop.sizes.evidence import Outcome
from shop.sizes.fitting import fit_by_chart
from shop.sizes.ladder import ordered, stepped
from shop.sizes.measurements import Measurements

PEOPLE_OF_A_CHART = 260
# Of which products people told most; they run as this says: the share that found its size too small or too large.
TOLD_PRODUCTS, PEOPLE_OF_A_PRODUCT = 3, 12
RUNS = ((0.1, 0.1), (0.55, 0.05), (0.05, 0.5))
CHARTS = ("women-tops", "women-bottoms", "women-dresses", "men-tops")
# Means and spreads of grown-ups, and how girths follow from them; rounded, and true of nobody.
HEIGHTS = {"women": (164.0, 6.5), "men": (177.0, 7.0)}
BODY_MASS = {"women": (24.5, 3.6), "men": (25.8, 3.4)}
GIRTHS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "women": {"chest_cm": (2.15, 40.5), "waist_cm": (2.45, 14.0), "hips_cm": (2.05, 49.0)},
    "men": {"chest_cm": (2.35, 41.0), "waist_cm": (2.6, 20.0), "hips_cm": (1.75, 55.0)},
}
SPREAD_CM = 1.8


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeOutcome:
    """A body is told without a name; where a product is told of, mostly without a body."""

    id: str
    product_id: str | None
    brand: str
    chart_id: str
    size: str
    outcome: Outcome
    body: Mapping[str, float]


def demo_size_outcomes(charts: Iterable[SizeChart], products: Iterable[Product]) -> tuple[SizeOutcome, ...]:
    """The same each time for the same charts and products."""
    read = {chart.id: read_chart(chart) for chart in charts}
    sold = [product for product in products if product.size_chart_id in read]
    of_bodies = (each for name in CHARTS if name in read for each in _of_bodies(read[name]))
    of_products = (each for name in sorted(read) for each in _of_products(name, sold))
    return (*of_bodies, *of_products)


def _of_bodies(chart: Chart) -> Iterator[SizeOutcome]:
    """People buy what fits, or one beside it and tell; the size that fits follows from girths they do not know."""
    audience = chart.id.split("-")[0]
    for number in range(PEOPLE_OF_A_CHART):
        dice = Dice("sizes", chart.id, number)
        body, girths = _body(dice, audience)
        fit = fit_by_chart(chart, Measurements(**girths))
        if fit is None or not fit.sizes:
            continue
        right = dice.pick(fit.sizes)
        off = dice.pick((0, 0, 0, 0, 0, 0, 1, -1))
        bought = stepped(right, chart.sizes, steps=off) or right
        outcome = Outcome.FITS if bought == right else Outcome.TOO_LARGE if off > 0 else Outcome.TOO_SMALL
        yield SizeOutcome(
            id=f"demo-{chart.id}-{number:03d}", product_id=None, brand="", chart_id=chart.id, size=bought,
            outcome=outcome, body=body,
        )  # fmt: skip


def _body(dice: Dice, audience: str) -> tuple[dict[str, float], dict[str, float]]:
    """Weight, height and mostly an age, and the girths that go with them."""
    height = _around(dice, *HEIGHTS[audience])
    mass = _around(dice, *BODY_MASS[audience])
    girths = {
        name: round(slope * mass + base + (height - HEIGHTS[audience][0]) * 0.2 + _around(dice, 0.0, SPREAD_CM), 1)
        for name, (slope, base) in GIRTHS[audience].items()
    }
    body = {"height_cm": round(height, 1), "weight_kg": round(mass * (height / 100) ** 2, 1)}
    if dice.chance(0.8):
        body["age"] = float(dice.integer(18, 70))
    return body, girths


def _of_products(chart_id: str, sold: Iterable[Product]) -> Iterator[SizeOutcome]:
    of_chart = [product for product in sold if product.size_chart_id == chart_id]
    for place, product in enumerate(of_chart[:TOLD_PRODUCTS]):
        small, large = RUNS[place % len(RUNS)]
        sizes = ordered(v.attributes["size"] for v in product.variants if "size" in v.attributes)
        for number in range(PEOPLE_OF_A_PRODUCT if sizes else 0):
            dice = Dice("runs", product.id, number)
            rolled = dice.fraction()
            outcome = Outcome.TOO_SMALL if rolled < small else Outcome.TOO_LARGE if rolled > 1 - large else Outcome.FITS
            yield SizeOutcome(
                id=f"demo-{product.id}-{number:02d}", product_id=product.id, brand=product.brand, chart_id=chart_id,
                size=dice.pick(sizes), outcome=outcome, body={},
            )  # fmt: skip


def _around(dice: Dice, mean: float, spread: float) -> float:
    """Twelve rolls add up to a bell."""
    return mean + spread * (sum(dice.fraction() for _ in range(12)) - 6)
