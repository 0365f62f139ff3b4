"""What is known of a person and a product at a moment, side by side in one row: what definitions choose from."""

import math
from dataclasses import dataclass

import ibis
from ibis.expr.types import BooleanValue, FloatingValue, NumericValue, Table

from rerank.features.bounds import LOOKS, SESSION_DAYS
from rerank.features.inputs import Inputs

# After so many days what was done counts half. Those of interest are a quarter of the window they stand for.
TAKEN_HALF_LIFE, REJECTION_HALF_LIFE = 75.0, 30.0
INTEREST_HALF_LIVES = {"1h": SESSION_DAYS / 4, "1d": 0.25, "30d": 7.5}
# What doing something says of wanting it, in clicks.
WORTH = {"view": 1.0, "click": 1.0, "add_to_cart": 4.0}
LONG_LOOK_S, LONGEST_LOOK_S = 30.0, 120.0
# A price within this of the usual one is no discount.
DISCOUNTED = 0.02
FADED = -60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What is summed up of the person of a moment; of goods, only what was asked for."""

    items: Table
    categories: Table
    brands: Table
    people: Table
    worn: Table
    likeness: Table


def sums(inputs: Inputs) -> Sums:
    past = _weighed(inputs.past)
    of_shelves = _only(past, inputs.shelves, "category")
    return Sums(
        items=_items(_only(past, inputs.products, "product_id")),
        categories=_shelves(of_shelves, "category"),
        brands=_shelves(_only(past, inputs.brands, "brand"), "brand"),
        people=_people(past),
        worn=_worn(of_shelves),
        likeness=_likeness(inputs, past),
    )


def known(inputs: Inputs) -> Table:
    """A row for each one asked for; what somebody never did is null."""
    facts = inputs.facts.rename(row_of_facts="row")
    asked = inputs.asked.left_join(facts, inputs.asked.row == facts.row_of_facts).drop("row_of_facts")
    summed = sums(inputs)
    parts = (
        (inputs.categories.rename(category_noticed="noticed", category_bought="bought"), ("row",)),
        (summed.items, ("moment", "product_id")),
        (summed.categories, ("moment", "category")),
        (summed.brands, ("moment", "brand")),
        (summed.people, ("moment",)),
        (_sizes(asked, summed.worn), ("row",)),
        (summed.likeness, ("row",)),
    )
    rows = asked
    for number, (part, keys) in enumerate(parts):
        # Joined under names of their own, so that all of it stays one join of many tables.
        renamed = part.rename({f"{key}_{number}": key for key in keys})
        rows = rows.left_join(renamed, [asked[key] == renamed[f"{key}_{number}"] for key in keys])
    return rows


def _only(past: Table, wanted: Table, key: str) -> Table:
    return past.semi_join(wanted, [past.moment == wanted.moment, past[key] == wanted.key])


def _weighed(past: Table) -> Table:
    """A look counts by how long it was; what was merely shown says nothing of wanting it.

    All in one step: each further one would be a table of its own to Postgres.
    """
    kind = past.kind
    look = ibis.least(past.dwell_s.fill_null(0.0), LONGEST_LOOK_S) / LONG_LOOK_S
    worth = ibis.cases(*((kind == each, value) for each, value in WORTH.items()), (kind == "dwell", look), else_=0.0)
    taken = _if(kind == "purchase", _faded(past.age, TAKEN_HALF_LIFE))
    interest = {name: worth * _faded(past.age, half_life) for name, half_life in INTEREST_HALF_LIVES.items()}
    return past.mutate(
        bought=kind == "purchase",
        taken=taken,
        back=_if(kind == "return", past.quantity),
        chosen=kind.isin(["purchase", "click", "add_to_cart"]),
        shown=kind == "impression",
        discounted=(past.price < past.list_price * (1 - DISCOUNTED)).fill_null(False),  # noqa: FBT003 - ibis's signature
        **{f"interest_{name}": value for name, value in interest.items()},
        # A purchase tells of the prices somebody likes for longer than a look does.
        liking=taken + interest["30d"],
    )


def _items(past: Table) -> Table:
    looked = past.kind.isin(["view", "click"]) & (past.age <= SESSION_DAYS)
    in_cart = ibis.cases((past.kind == "add_to_cart", past.quantity), (past.kind == "remove_from_cart", -past.quantity))
    return past.group_by("moment", "product_id").agg(
        item_taken=past.taken.sum(),
        item_occasions=past.age.nunique(where=past.bought).cast("float64"),
        item_last=past.age.min(where=past.bought),
        item_first=past.age.max(where=past.bought),
        item_pieces=past.quantity.sum(where=past.bought),
        item_back=past.back.sum(),
        item_interest=past.interest_30d.sum(),
        item_in_cart=in_cart.sum(where=past.age <= 1.0),
        item_rejected=_faded(past.age, REJECTION_HALF_LIFE).sum(where=past.kind == "rejection"),
        item_looked=looked.sum().cast("float64"),
        item_shown=past.shown.sum().cast("float64"),
        item_shown_1h=(past.shown & (past.age <= SESSION_DAYS)).sum().cast("float64"),
    )


def _shelves(past: Table, key: str) -> Table:
    return past.group_by("moment", key).agg(
        **{
            f"{key}_taken": past.taken.sum(),
            f"{key}_pieces": past.quantity.sum(where=past.bought),
            f"{key}_back": past.back.sum(),
            f"{key}_log_price": (past.liking * past.price.ln()).sum(where=past.price > 0),
            f"{key}_priced": past.liking.sum(where=past.price > 0),
        },
        **{f"{key}_interest_{name}": past[f"interest_{name}"].sum() for name in INTEREST_HALF_LIVES},
    )


def _people(past: Table) -> Table:
    return past.group_by("moment").agg(
        **{f"interest_{name}": past[f"interest_{name}"].sum() for name in INTEREST_HALF_LIVES},
        occasions=past.age.nunique(where=past.bought).cast("float64"),
        last_bought=past.age.min(where=past.bought),
        last_looked=past.age.min(where=past.interest_30d > 0),
        chosen=past.chosen.sum().cast("float64"),
        chosen_discounted=(past.chosen & past.discounted).sum().cast("float64"),
        shown_to_them=past.shown.sum().cast("float64"),
        shown_discounted=(past.shown & past.discounted).sum().cast("float64"),
        liked_place=(past.liking * past.place).sum(),
        placed=past.liking.sum(where=past.place.notnull()),
    )


def _worn(past: Table) -> Table:
    """How much of what they bought of a category came in a size."""
    sized = past.filter(past.size.notnull() & past.bought)
    return sized.group_by(of_moment="moment", of_category="category", worn="size").agg(worn_weight=sized.taken.sum())


def _sizes(asked: Table, worn: Table) -> Table:
    """How much of what they bought of the category came in a size that this one comes in as well."""
    joined = asked.join(worn, [asked.moment == worn.of_moment, asked.category == worn.of_category])
    fits = joined.sizes.contains(ibis.literal("|").concat(joined.worn, "|"))
    return joined.group_by("row").agg(
        sized_weight=joined.worn_weight.sum(), fitting_weight=joined.worn_weight.sum(where=fits)
    )


def _likeness(inputs: Inputs, past: Table) -> Table:
    """The inner product with a weighted mean is the weighted mean of the inner products: nothing is averaged here."""
    lately = _only(past.filter((past.age <= SESSION_DAYS) & past.kind.isin(LOOKS)), inputs.session, "product_id")
    looked_at = lately.group_by("moment", "product_id").agg(weight=lately.interest_1h.sum())
    pairs = inputs.likenesses.join(looked_at, ["moment", "product_id"])
    return pairs.group_by("row").agg(alike=(pairs.weight * pairs.alike).sum(), alike_weight=pairs.weight.sum())


def _faded(age: NumericValue, half_life_days: float) -> FloatingValue:
    """What has all but faded counts as if it had not faded further: Postgres refuses to reckon with less."""
    return ibis.greatest(age * (-math.log(2) / half_life_days), FADED).exp()


def _if(condition: BooleanValue, value: NumericValue) -> NumericValue:
    return ibis.ifelse(condition, value, 0.0)
