"""Which size is advised, for which reason, and when nothing is."""

from dataclasses import replace

from catalog.demo.contents import demo_size_charts
from shop.sizes.advice import Advice, advise, between, narrowed
from shop.sizes.charts import in_system, marked, read_chart
from shop.sizes.evidence import Goods, Known, Outcome, Past, Source, Usual
from shop.sizes.fitting import fit_by_chart, mapped
from shop.sizes.measurements import Measurements
from shop.sizes.model import Guess

CHARTS = {chart.id: read_chart(chart) for chart in demo_size_charts()}
TOPS = CHARTS["women-tops"]
JACKET = Goods(
    product_id="jacket", brand="Fernhollow", kind="Rain Jackets", offered=TOPS.sizes, chart=TOPS, audience="women"
)
BEANIE = Goods(product_id="beanie", brand="Larkmoor", kind="Beanies", offered=("S", "M", "L"))


def past(size: str, outcome: Outcome = Outcome.FITS, *, product: str = "other", brand: str = "Fernhollow") -> Past:
    return Past(product_id=product, brand=brand, chart_id="women-tops", kind="Rain Jackets", size=size, outcome=outcome)


def body(**measures: float) -> Known:
    return Known(body=Measurements(**measures))


def test_what_was_kept_in_the_brand_speaks_loudest() -> None:
    advice = advise(JACKET, body(chest_cm=104), [past("M"), past("M", product="another")])
    assert advice.sizes == ("M",)
    assert advice.evidence[0].source is Source.KEPT


def test_what_went_back_as_too_small_means_one_up() -> None:
    advice = advise(JACKET, Known(), [past("M", Outcome.TOO_SMALL, product="jacket")])
    assert advice.sizes == ("L",)
    assert advice.evidence[0].source is Source.SENT_BACK
    assert advice.is_sure


def test_what_was_too_large_in_the_smallest_size_says_nothing() -> None:
    assert advise(JACKET, Known(), [past("XS", Outcome.TOO_LARGE)]).sizes == ()


def test_a_size_of_another_brand_holds_where_the_chart_is_the_same() -> None:
    usual = Usual(size="M", brand="Larkmoor", worn="women-tops")
    advice = advise(JACKET, Known(usual=(usual,)), [])
    assert advice.sizes == ("M",)
    assert advice.confidence < 0.85


def test_a_dress_size_becomes_a_letter_by_the_charts() -> None:
    usual = Usual(size="8", brand="Juno Field", worn="women-dresses")
    advice = advise(JACKET, Known(usual=(usual,)), [], charts=[CHARTS["women-dresses"]])
    assert advice.sizes == ("M",)


def test_a_shoe_size_says_nothing_of_a_jacket() -> None:
    usual = Usual(size="8", worn="women-shoes")
    assert advise(JACKET, Known(usual=(usual,)), [], charts=[CHARTS["women-shoes"]]).sizes == ()


def test_european_sizes_are_read_by_the_chart() -> None:
    shoes = CHARTS["men-shoes"]
    goods = Goods(product_id="run", brand="Swiftlet", kind="Shoes", offered=shoes.sizes, chart=shoes, audience="men")
    assert advise(goods, Known(usual=(Usual(size="43", system="eu"),)), []).sizes == ("10",)
    assert advise(goods, Known(usual=(Usual(size="43"),)), []).sizes == ("10",)
    assert marked(shoes, "8.5", system="uk") == ("9",)
    assert in_system(shoes, "10", system="eu") == "43"


def test_between_two_sizes_both_are_told_and_the_fit_decides() -> None:
    advice = advise(JACKET, body(chest_cm=95.2), [])
    assert advice.sizes == ("M", "L")
    assert not advice.is_sure
    assert narrowed(advice, roomy=True).sizes == ("L",)
    assert narrowed(advice, roomy=False).sizes == ("M",)


def test_who_wavers_between_two_sizes_is_decided_by_what_is_known() -> None:
    assert between(advise(JACKET, body(chest_cm=92), []), ("M", "L")).sizes == ("M",)
    assert between(Advice(), ("M", "L")).sizes == ("M", "L")


def test_nothing_is_advised_where_nothing_is_known() -> None:
    assert advise(BEANIE, body(height_cm=170, weight_kg=60), []) == Advice()
    assert advise(JACKET, body(height_cm=170, weight_kg=60), []).sizes == ()


def test_beyond_the_chart_no_size_is_advised() -> None:
    advice = advise(JACKET, body(chest_cm=150), [])
    assert (advice.sizes, advice.beyond) == ((), "above")


def test_the_model_speaks_only_if_it_is_sure_enough() -> None:
    sure = Guess(size="L", chance=0.7, neighbor="M", neighbor_chance=0.2)
    torn = replace(sure, chance=0.42, neighbor_chance=0.4)
    lost = replace(sure, chance=0.25, neighbor_chance=0.2)
    assert advise(JACKET, Known(), [], guess=sure).sizes == ("L",)
    assert advise(JACKET, Known(), [], guess=torn).sizes == ("M", "L")
    assert advise(JACKET, Known(), [], guess=lost).sizes == ()


def test_sources_that_agree_are_surer_than_one_and_those_that_differ_less_sure() -> None:
    alone = advise(JACKET, body(chest_cm=92), [])
    agreeing = advise(JACKET, body(chest_cm=92), [past("M", brand="Larkmoor")])
    differing = advise(JACKET, body(chest_cm=92), [past("XL", brand="Larkmoor")])
    assert differing.confidence < alone.confidence < agreeing.confidence
    assert alone.sizes == agreeing.sizes == differing.sizes == ("M",)


def test_lengths_settle_what_the_waist_leaves_open() -> None:
    jeans = CHARTS["men-bottoms"]
    fit = fit_by_chart(jeans, Measurements(waist_cm=86, inseam_cm=81))
    assert fit is not None
    assert fit.sizes == ("34x32",)


def test_children_go_by_height_and_then_by_age() -> None:
    kids = CHARTS["kids-tops"]
    by_age = fit_by_chart(kids, Measurements(age=7))
    by_height = fit_by_chart(kids, Measurements(age=7, height_cm=118))
    assert by_age is not None
    assert by_height is not None
    assert by_age.sizes == ("8",)
    assert by_height.sizes == ("6",)


def test_a_cup_is_not_told_from_the_bust_alone() -> None:
    assert fit_by_chart(CHARTS["women-bras"], Measurements(chest_cm=94)) is None


def test_charts_without_anything_in_common_map_nothing() -> None:
    assert mapped("9", CHARTS["men-shoes"], TOPS) == ()
    assert mapped("M", TOPS, CHARTS["women-bottoms"]) == ("8",)
