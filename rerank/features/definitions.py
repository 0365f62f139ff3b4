"""Every feature that is reckoned: its name, what it says in plain words, whose it is, and how it comes about."""

from dataclasses import dataclass

import ibis
from ibis import _
from ibis.common.deferred import Deferred
from ibis.expr.types import Table

from rerank.features.bounds import DAY_S
from rerank.features.feature import Entity, Feature
from rerank.features.inputs import Inputs
from rerank.features.known import known

# What is counted against a share that rests on little.
DOUBT = 5.0
# A purchase says as much as so many looks.
PURCHASE = 5.0
# Of so many looks at anything about this share ends with a purchase.
CONVERSION, CONVERSION_DOUBT = 0.05, 20.0
CLICK_DOUBT = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """`value` is reckoned from the columns of `known`; null stands for what is not known."""

    feature: Feature
    value: Deferred


def _none_is_0(value: Deferred) -> Deferred:
    return value.fill_null(0.0)


def _share(part: Deferred, whole: Deferred, *, doubt: float = 1.0) -> Deferred:
    return _none_is_0(part) / (_none_is_0(whole) + doubt)


def _ratio(part: Deferred, whole: Deferred) -> Deferred:
    """Null where there is no whole."""
    return part / whole.nullif(0.0)


def _person(name: str, words: str, value: Deferred, *, version: int = 1) -> Definition:
    return _definition(Entity.PERSON, name, words, value, version)


def _pair(name: str, words: str, value: Deferred, *, version: int = 1) -> Definition:
    return _definition(Entity.PAIR, name, words, value, version)


def _item(name: str, words: str, value: Deferred, *, version: int = 1) -> Definition:
    return _definition(Entity.ITEM, name, words, value, version)


def _moment(name: str, words: str, value: Deferred, *, version: int = 1) -> Definition:
    return _definition(Entity.MOMENT, name, words, value, version)


def _definition(entity: Entity, name: str, words: str, value: Deferred, version: int) -> Definition:
    return Definition(feature=Feature(name=name, words=words, entity=entity, version=version), value=value)


_PERIOD = (_.item_first - _.item_last) / ibis.ifelse(_.item_occasions >= 3, _.item_occasions - 1, ibis.null("float64"))
_DISCOUNT = ibis.ifelse(_.list_price > 0, 1 - _.price / _.list_price.nullif(0.0), ibis.null("float64"))
_DISCOUNT_LEAN = (
    _none_is_0(_.chosen_discounted) - _none_is_0(_.chosen) * _none_is_0(_ratio(_.shown_discounted, _.shown_to_them))
) / (_none_is_0(_.chosen) + DOUBT)
_USUAL_PLACE = _ratio(_.liked_place, _.placed)
_USUAL_LOG_PRICE = _ratio(_.category_log_price, _.category_priced)
_LOG_PRICE = ibis.ifelse(_.price > 0, _.price, ibis.null("float64")).ln()
_PULL = _.noticed + PURCHASE * _.bought

OF_PURCHASES = (
    _pair("bought", "How often they bought this, lately counting more", _none_is_0(_.item_taken)),
    _pair(
        "bought_category", "How much they bought of its category, lately counting more", _none_is_0(_.category_taken)
    ),
    _pair("bought_brand", "How much they bought of its brand, lately counting more", _none_is_0(_.brand_taken)),
    _pair("usual_times", "On how many occasions they bought this in two years", _none_is_0(_.item_occasions)),
    _pair("usual_days_since", "How many days ago they last bought this", _.item_last),
    _pair("usual_period_days", "How many days lie between their purchases of this", _PERIOD),
    _pair("usual_due", "How far through that period they are: 1 is due", _ratio(_.item_last, _PERIOD)),
    _pair("returned", "Which share of what they bought of this they sent back", _share(_.item_back, _.item_pieces)),
    _pair(
        "returned_category",
        "Which share of what they bought of its category they sent back",
        _share(_.category_back, _.category_pieces),
    ),
    _pair(
        "returned_brand",
        "Which share of what they bought of its brand they sent back",
        _share(_.brand_back, _.brand_pieces),
    ),
    _pair(
        "size_fit",
        "Which share of their purchases of the category came in a size that this comes in",
        _ratio(_none_is_0(_.fitting_weight), _.sized_weight),
    ),
)
OF_INTEREST = (
    _pair(
        "session_likeness",
        "How alike this is to what they looked at within the hour, long looks counting more",
        _ratio(_.alike, _.alike_weight),
    ),
    *(
        _pair(
            f"{shelf}_affinity_{window}",
            f"Which share of their looks of the last {words} went to its {shelf}, the latest counting more",
            _share(_[f"{shelf}_interest_{window}"], _[f"interest_{window}"]),
        )
        for shelf in ("category", "brand")
        for window, words in (("1h", "hour"), ("1d", "day"), ("30d", "30 days"))
    ),
    _pair("looked_at", "How much they looked at this in 30 days, lately counting more", _none_is_0(_.item_interest)),
    _pair("in_cart", "How many of this they put into their cart today and left there", _none_is_0(_.item_in_cart)),
    _pair("rejected", "How often they said no to this, lately counting more", _none_is_0(_.item_rejected)),
    _pair("shown_today", "How often this was shown to them in a day", _none_is_0(_.item_shown)),
    _pair(
        "passed_over",
        "How often this was shown to them within the hour without their looking at it",
        ibis.greatest(_none_is_0(_.item_shown_1h) - _none_is_0(_.item_looked), 0.0),
    ),
)
OF_PRICES = (
    _person("discount_lean", "How much more often they want what is reduced than they are shown it", _DISCOUNT_LEAN),
    _person("usual_price_place", "Where in their categories the prices stand that they choose: 0 lowest", _USUAL_PLACE),
    _pair(
        "price_place_distance",
        "How much higher in its category this price stands than they choose",
        _.place - _USUAL_PLACE,
    ),
    _pair(
        "price_distance",
        "How much dearer this is than what they chose of its category, as a logarithm",
        _LOG_PRICE - _USUAL_LOG_PRICE,
    ),
    _pair("discount_fit", "The discount on this, for someone who looks for discounts", _DISCOUNT * _DISCOUNT_LEAN),
)
OF_PEOPLE = (
    _person("occasions", "On how many occasions they bought anything in two years", _none_is_0(_.occasions)),
    _person("days_since_bought", "How many days ago they last bought anything", _.last_bought),
    _person("days_since_active", "How many days ago they last looked at anything", _.last_looked),
    _person("active_today", "How much they looked at today, lately counting more", _none_is_0(_.interest_1d)),
)
OF_ITEMS = (
    _item("popularity", "How much it was looked at and bought in 30 days, as a logarithm", (_PULL + 1).ln()),
    _item(
        "popularity_in_category",
        "Its share of what was looked at and bought of its category in 30 days",
        _PULL / (_.category_noticed + PURCHASE * _.category_bought + DOUBT),
    ),
    _item(
        "category_popularity",
        "How much its category was looked at and bought in 30 days, as a logarithm",
        (_.category_noticed + PURCHASE * _.category_bought + 1).ln(),
    ),
    _item(
        "trend",
        "How its last day compares with its last 30, as a logarithm",
        ((_.noticed_1d + PURCHASE * _.bought_1d + 1) / (_PULL / 30 + 1)).ln(),
    ),
    _item(
        "click_rate",
        "How often it is clicked, compared with anything shown in the same places",
        (_.clicked + CLICK_DOUBT) / (_.expected_clicks + CLICK_DOUBT),
    ),
    _item(
        "conversion",
        "How often a look at it ends with a purchase",
        (_.bought + CONVERSION * CONVERSION_DOUBT) / (_.noticed + CONVERSION_DOUBT),
    ),
    _item("rating", "What others think of it", _.rating),
    _item("ratings", "How many have said what they think of it, as a logarithm", (_.rating_count + 1).ln()),
    _item("price", "What it costs, as a logarithm", _LOG_PRICE),
    _item("price_place", "Where its price stands in its category: 0 is the lowest", _.place),
    _item("discount", "How much it is reduced from its highest price of 30 days", _DISCOUNT),
    _item("days_in_shop", "For how many days the shop has had it", _.days_known),
)
OF_MOMENTS = (
    _moment("category_hour", "How much more its category is wanted at this time of day than at others", _.lift),
    _moment("hour", "The hour of the day, UTC", ((_.at / 3600).floor().cast("int64") % 24).cast("float64")),
    _moment(
        "weekday",
        "The day of the week, UTC: 0 is Sunday",
        (((_.at / DAY_S).floor().cast("int64") + 4) % 7).cast("float64"),
    ),
)
DEFINITIONS: tuple[Definition, ...] = (
    *OF_PURCHASES,
    *OF_INTEREST,
    *OF_PRICES,
    *OF_PEOPLE,
    *OF_ITEMS,
    *OF_MOMENTS,
)
FEATURES: tuple[Feature, ...] = tuple(definition.feature for definition in DEFINITIONS)


def reckoned(inputs: Inputs) -> Table:
    """The features of each row that is asked for, by their ids."""
    rows = known(inputs)
    return rows.select("row", **{each.feature.id: each.value.cast("float64") for each in DEFINITIONS})
