"""What was known at many moments of the past: the inputs of the formulas, each as of its own moment."""

from dataclasses import dataclass

import ibis
from ibis.expr.types import NumericColumn, Table

from rerank.features.bounds import (
    BLOCK_S,
    BLOCKS_PER_DAY,
    DAY_S,
    DONE_DAYS,
    DONE_MOST,
    LOOKS,
    SEEN_DAYS,
    SEEN_MOST,
    SESSION_DAYS,
    SESSION_MOST,
    TAKEN_DAYS,
    TAKEN_MOST,
)
from rerank.features.inputs import FACTS, Inputs, inner_product

TAKEN, SEEN = ("purchase", "return"), ("impression",)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Tables as `exported` names them; times are seconds since 1970."""

    signals: Table
    item_facts: Table
    category_facts: Table
    vectors: Table


def inputs_at(asked: Table, history: History) -> Inputs:
    """`asked` has row, moment, person_id, product_id and at. Nothing that was known at or after a moment is read."""
    facts = _facts(asked, history.item_facts)
    past = _past(asked, history.signals)
    session = _session(past)
    return Inputs(
        asked=asked.select("row", "moment", "at", "product_id"),
        past=past,
        facts=facts.select(*FACTS),
        products=asked.select("moment", key="product_id").distinct(),
        shelves=facts.select("moment", key="category").distinct(),
        brands=facts.select("moment", key="brand").distinct(),
        categories=_categories(facts, history.category_facts),
        session=session,
        likenesses=_likenesses(facts, session, history.vectors),
    )


def _past(asked: Table, signals: Table) -> Table:
    moments = asked.select("moment", "person_id", "at").distinct()
    rows = signals.rename(of_person="person_id")
    rows = moments.join(rows, moments.person_id == rows.of_person)
    rows = rows.filter((rows.occurred < rows.at) & (rows.known < rows.at))
    parts = (
        _latest(rows.filter(rows.kind.isin(TAKEN)), days=TAKEN_DAYS, most=TAKEN_MOST),
        _latest(rows.filter(rows.kind.notin([*TAKEN, *SEEN])), days=DONE_DAYS, most=DONE_MOST),
        _latest(rows.filter(rows.kind.isin(SEEN)), days=SEEN_DAYS, most=SEEN_MOST),
    )
    past = ibis.union(*parts)
    return past.mutate(age=(past.at - past.occurred) / DAY_S).drop("at", "occurred", "place_among")


def _latest(rows: Table, *, days: int, most: int) -> Table:
    rows = rows.filter(rows.occurred >= rows.at - days * DAY_S)
    order = [rows.occurred.desc(), rows.signal_no.desc()]
    rows = rows.mutate(place_among=ibis.row_number().over(group_by=rows.moment, order_by=order))
    columns = ("kind", "product_id", "category", "brand", "size", "price", "list_price", "place", "quantity", "dwell_s")
    return rows.filter(rows.place_among < most).select("moment", *columns, "at", "occurred", "place_among")


def _facts(asked: Table, facts: Table) -> Table:
    """What held at the moment: the row that was valid by then and not yet followed by another."""
    told = _with_until(facts, "product_id").rename(of_product="product_id")
    found = asked.join(told, [asked.product_id == told.of_product, told.valid_from <= asked.at])
    found = found.filter(found.until.isnull() | (found.at < found.until))
    return found.mutate(days_known=(found.at - found.added) / DAY_S)


def _categories(facts: Table, categories: Table) -> Table:
    told = _with_until(categories, "category", "block").rename(
        of_category="category", noticed_of_it="noticed", bought_of_it="bought"
    )
    block = (facts.at / BLOCK_S).floor().cast("int64") % BLOCKS_PER_DAY
    rows = facts.select("row", "category", "at", of_block=block)
    found = rows.join(
        told, [rows.category == told.of_category, rows.of_block == told.block, told.valid_from <= rows.at]
    )
    found = found.filter(found.until.isnull() | (found.at < found.until))
    return found.select("row", noticed="noticed_of_it", bought="bought_of_it", lift="lift")


def _session(past: Table) -> Table:
    lately = past.filter((past.age <= SESSION_DAYS) & past.kind.isin(LOOKS))
    looked_at = lately.group_by("moment", key="product_id").agg(last=lately.age.min())
    latest = ibis.row_number().over(group_by=looked_at.moment, order_by=[looked_at.last, looked_at.key])
    looked_at = looked_at.mutate(place_among=latest)
    return looked_at.filter(looked_at.place_among < SESSION_MOST).select("moment", "key")


def _likenesses(facts: Table, session: Table, vectors: Table) -> Table:
    looked_at = session.rename(of_moment="moment", other_id="key")
    others = vectors.rename(vector_of="product_id", other="vector")
    others = looked_at.join(others, looked_at.other_id == others.vector_of).select("of_moment", "other_id", "other")
    own = vectors.rename(vector_of="product_id")
    rows = facts.select("row", "moment", "product_id")
    rows = rows.join(own, rows.product_id == own.vector_of).select("row", "moment", "vector")
    pairs = rows.join(others, rows.moment == others.of_moment)
    return pairs.select("row", "moment", product_id="other_id", alike=inner_product(pairs.vector, pairs.other))


def _with_until(facts: Table, *keys: str) -> Table:
    until: NumericColumn = facts.valid_from.lead().over(group_by=list(keys), order_by=facts.valid_from)
    return facts.mutate(until=until)
