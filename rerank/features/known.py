"""What is known of a person and a product at a moment, side by side in one row: what definitions choose from."""

import math

import ibis
from ibis.expr.types import BooleanValue, FloatingValue, NumericValue, Table

from rerank.features.bounds import LOOKS, SESSION_DAYS, SESSION_MOST
from rerank.features.inputs import Inputs, inner_product

# After so many days what was done counts half. Those of interest are a quarter of the window they stand for.
ITEM_HALF_LIFE, SHELF_HALF_LIFE, REJECTION_HALF_LIFE = 60.0, 90.0, 30.0
INTEREST_HALF_LIVES = {"1h": SESSION_DAYS / 4, "1d": 0.25, "30d": 7.5}
# What doing something says of wanting it, in clicks.
WORTH = {"view": 1.0, "click": 1.0, "add_to_cart": 4.0}
LONG_LOOK_S, LONGEST_LOOK_S = 30.0, 120.0
# A price within this of the usual one is no discount.
DISCOUNTED = 0.02
FADED = -60.0


def known(inputs: Inputs) -> Table:
    """A row for each one asked for; what somebody never did is null."""
    taken, done = _weighed_taken(inputs.taken), _weighed_done(inputs.done)
    facts = inputs.facts.rename(row_of_facts="row")
    asked = inputs.asked.left_join(facts, inputs.asked.row == facts.row_of_facts).drop("row_of_facts")
    items, categories, brands = (asked.select("moment", key).distinct() for key in ("product_id", "category", "brand"))
    parts = (
        (inputs.categories.rename(category_noticed="noticed", category_bought="bought"), ("row",)),
        (_item_taken(_only(taken, items)), ("moment", "product_id")),
        (_item_done(_only(done, items)), ("moment", "product_id")),
        (_item_seen(_only(inputs.seen, items)), ("moment", "product_id")),
        (_shelf_taken(_only(taken, categories), "category"), ("moment", "category")),
        (_shelf_done(_only(done, categories), "category"), ("moment", "category")),
        (_shelf_taken(_only(taken, brands), "brand"), ("moment", "brand")),
        (_shelf_done(_only(done, brands), "brand"), ("moment", "brand")),
        (_person_taken(taken), ("moment",)),
        (_person_done(done), ("moment",)),
        (_person_seen(inputs.seen), ("moment",)),
        (_sizes(asked, _only(taken, categories)), ("row",)),
        (_likeness(inputs, done), ("row",)),
    )
    rows = asked
    for number, (part, keys) in enumerate(parts):
        # Joined under names of their own, so that all of it stays one join of many tables.
        renamed = part.rename({f"{key}_{number}": key for key in keys})
        rows = rows.left_join(renamed, [asked[key] == renamed[f"{key}_{number}"] for key in keys])
    return rows


def _only(past: Table, wanted: Table) -> Table:
    return past.semi_join(wanted, list(wanted.columns))


def _weighed_taken(taken: Table) -> Table:
    bought = taken.kind == "purchase"
    return taken.mutate(
        is_bought=bought,
        item_weight=_if(bought, _faded(taken.age, ITEM_HALF_LIFE)),
        shelf_weight=_if(bought, _faded(taken.age, SHELF_HALF_LIFE)),
        pieces=_if(bought, taken.quantity),
        back=_if(~bought, taken.quantity),
    )


def _weighed_done(done: Table) -> Table:
    """A look counts by how long it was."""
    look = ibis.least(done.dwell_s.fill_null(0.0), LONGEST_LOOK_S) / LONG_LOOK_S
    worth = ibis.cases(*((done.kind == kind, value) for kind, value in WORTH.items()), (done.kind == "dwell", look))
    done = done.mutate(worth=worth.fill_null(0.0))
    return done.mutate(
        **{f"interest_{name}": done.worth * _faded(done.age, days) for name, days in INTEREST_HALF_LIVES.items()}
    )


def _item_taken(taken: Table) -> Table:
    return taken.group_by("moment", "product_id").agg(
        item_bought=taken.item_weight.sum(),
        item_occasions=taken.age.nunique(where=taken.is_bought).cast("float64"),
        item_last=taken.age.min(where=taken.is_bought),
        item_first=taken.age.max(where=taken.is_bought),
        item_pieces=taken.pieces.sum(),
        item_back=taken.back.sum(),
    )


def _item_done(done: Table) -> Table:
    looked = done.kind.isin(["view", "click"])
    in_cart = ibis.cases((done.kind == "add_to_cart", done.quantity), (done.kind == "remove_from_cart", -done.quantity))
    return done.group_by("moment", "product_id").agg(
        item_interest=done.interest_30d.sum(),
        item_looks_1h=done.age.count(where=looked & (done.age <= SESSION_DAYS)).cast("float64"),
        item_in_cart=in_cart.sum(where=done.age <= 1.0),
        item_rejected=_faded(done.age, REJECTION_HALF_LIFE).sum(where=done.kind == "rejection"),
    )


def _item_seen(seen: Table) -> Table:
    return seen.group_by("moment", "product_id").agg(
        item_seen_1h=seen.age.count(where=seen.age <= SESSION_DAYS).cast("float64"),
        item_seen_1d=seen.age.count().cast("float64"),
    )


def _shelf_taken(taken: Table, key: str) -> Table:
    return taken.group_by("moment", key).agg(
        **{
            f"{key}_taken": taken.shelf_weight.sum(),
            f"{key}_pieces": taken.pieces.sum(),
            f"{key}_back": taken.back.sum(),
            f"{key}_paid": (taken.shelf_weight * taken.price.ln()).sum(where=taken.price > 0),
            f"{key}_paid_weight": taken.shelf_weight.sum(where=taken.price > 0),
        }
    )


def _shelf_done(done: Table, key: str) -> Table:
    return done.group_by("moment", key).agg(
        **{f"{key}_interest_{name}": done[f"interest_{name}"].sum() for name in INTEREST_HALF_LIVES},
        **{
            f"{key}_looked_at": (done.interest_30d * done.price.ln()).sum(where=done.price > 0),
            f"{key}_looked_at_weight": done.interest_30d.sum(where=done.price > 0),
        },
    )


def _person_taken(taken: Table) -> Table:
    return taken.group_by("moment").agg(
        person_taken=taken.shelf_weight.sum(),
        person_occasions=taken.age.nunique(where=taken.is_bought).cast("float64"),
        person_last_bought=taken.age.min(where=taken.is_bought),
        taken_lines=taken.is_bought.sum().cast("float64"),
        taken_discounted=(taken.is_bought & _is_discounted(taken)).sum().cast("float64"),
        taken_place=(taken.shelf_weight * taken.place).sum(),
        taken_place_weight=taken.shelf_weight.sum(where=taken.place.notnull()),
    )


def _person_done(done: Table) -> Table:
    wanted = done.kind.isin(["click", "add_to_cart"])
    return done.group_by("moment").agg(
        **{f"person_interest_{name}": done[f"interest_{name}"].sum() for name in INTEREST_HALF_LIVES},
        person_last_done=done.age.min(),
        done_lines=wanted.sum().cast("float64"),
        done_discounted=(wanted & _is_discounted(done)).sum().cast("float64"),
        done_place=(done.interest_30d * done.place).sum(),
        done_place_weight=done.interest_30d.sum(where=done.place.notnull()),
    )


def _person_seen(seen: Table) -> Table:
    return seen.group_by("moment").agg(
        seen_lines=seen.age.count().cast("float64"),
        seen_discounted=_is_discounted(seen).sum().cast("float64"),
    )


def _sizes(asked: Table, taken: Table) -> Table:
    """How much of what they bought of the category came in a size that this one comes in as well."""
    sized = taken.filter(taken.size.notnull())
    worn = sized.group_by(of_moment="moment", of_category="category", worn="size").agg(
        worn_weight=sized.shelf_weight.sum()
    )
    joined = asked.join(worn, [asked.moment == worn.of_moment, asked.category == worn.of_category])
    fits = joined.sizes.contains(ibis.literal("|").concat(joined.worn, "|"))
    return joined.group_by("row").agg(
        sized_weight=joined.worn_weight.sum(), fitting_weight=joined.worn_weight.sum(where=fits)
    )


def _likeness(inputs: Inputs, done: Table) -> Table:
    """The inner product with a weighted mean is the weighted mean of the inner products: nothing is averaged here."""
    lately = done.filter((done.age <= SESSION_DAYS) & done.kind.isin(LOOKS))
    looked_at = lately.group_by("moment", "product_id").agg(weight=lately.interest_1h.sum(), last=lately.age.min())
    latest = ibis.row_number().over(group_by=looked_at.moment, order_by=[looked_at.last, looked_at.product_id])
    looked_at = looked_at.mutate(place=latest).filter(lambda each: each.place < SESSION_MOST)
    others = looked_at.join(inputs.vectors, "product_id").select("moment", "weight", other="vector")
    own = inputs.asked.join(inputs.vectors, "product_id").select("row", "moment", "vector")
    pairs = own.join(others, "moment")
    return pairs.group_by("row").agg(
        alike=(pairs.weight * inner_product(pairs.vector, pairs.other)).sum(), alike_weight=pairs.weight.sum()
    )


def _faded(age: NumericValue, half_life_days: float) -> FloatingValue:
    """What has all but faded counts as if it had not faded further: Postgres refuses to reckon with less."""
    return ibis.greatest(age * (-math.log(2) / half_life_days), FADED).exp()


def _if(condition: BooleanValue, value: NumericValue) -> NumericValue:
    return ibis.ifelse(condition, value, 0.0)


def _is_discounted(past: Table) -> BooleanValue:
    return (past.price < past.list_price * (1 - DISCOUNTED)).fill_null(False)  # noqa: FBT003 - ibis's signature
