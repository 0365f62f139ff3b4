"""The sizing as a form: what it asks, takes, passes over and offers, without Rasa."""

from collections.abc import Sequence
from dataclasses import replace

from actions.registry import build_executor
from actions.sizes.form import SizeForm
from catalog.contents import SizeChart
from catalog.product import Product
from catalog.query import Query
from shop.sizes.charts import read_chart
from shop.sizes.evidence import Runs
from shop.sizes.model import Guess
from tests.unit.fake_services import OneJacket, PlainReader, fake_services
from tests.unit.fakes import JACKET, JACKETS
from tests.unit.form_talk import FormTalk
from tests.unit.sizes_in_memory import SizesInMemory

CHART = read_chart(
    SizeChart(
        id="tops",
        title="Women's tops",
        rows=(
            {"size": "S", "chest": "33-35"},
            {"size": "M", "chest": "35-37"},
            {"size": "L", "chest": "38-40"},
        ),
    )
)
LIKELY = Guess(size="M", chance=0.7, neighbor="L", neighbor_chance=0.2)


IN_THREE_SIZES = tuple(
    replace(JACKETS.variants[1], id=f"jacket-{size}", attributes={"color": "navy", "size": size}) for size in "SML"
)


class Charted(OneJacket):
    async def products(self, product_ids: Sequence[str]) -> list[Product]:
        charted = replace(JACKETS, size_chart_id="tops", variants=IN_THREE_SIZES)
        return [charted for product in await super().products(product_ids) if product]


class Listening(PlainReader):
    """Finds no goods in a sentence about sizes."""

    def parse(self, text: str) -> Query:
        return Query()


def talk(*, guess: Guess | None = None, turned_out: Runs | None = None) -> tuple[FormTalk, SizesInMemory]:
    sizes = SizesInMemory([CHART], guess=guess, turned_out={JACKETS.id: turned_out} if turned_out else None)
    services = replace(fake_services(), sizes=sizes, products=Charted(), reader=Listening)
    started = FormTalk(build_executor(services, [SizeForm(services)]))
    started.slots["product_in_focus"] = {"id": JACKET.id, "variant_id": JACKET.variant_id}
    return started, sizes


async def test_a_usual_size_is_asked_for_and_becomes_an_offer() -> None:
    shop, _ = talk()
    assert "usually wear" in await shop.says("what size should i get", "size_recommendation")
    said = await shop.says("medium", "refine_search")
    assert "medium" in said
    assert "Shall I add it in medium?" in said
    assert shop.form is None
    assert shop.slots["asked"]["kind"] == "offer_to_add"
    assert shop.slots["asked"]["chosen"] == {"size": "M"}


async def test_several_measures_in_one_answer_need_no_second_question() -> None:
    shop, sizes = talk(guess=LIKELY)
    await shop.says("what size should i get", "size_recommendation")
    said = await shop.says("five foot six and 130 pounds", "size_recommendation")
    assert "an estimate" in said
    assert sizes.told[("ann", "")].body.known == {"height_cm": 167.6, "weight_kg": 59.0}


async def test_what_is_still_unknown_is_asked_for_by_itself() -> None:
    shop, _ = talk(guess=LIKELY)
    await shop.says("what size should i get", "size_recommendation")
    assert "weigh" in await shop.says("i'm 5 foot 6", "size_recommendation")
    assert "Shall I add" in await shop.says("130", "nlu_fallback")


async def test_nothing_of_a_body_is_in_a_slot() -> None:
    shop, _ = talk(guess=LIKELY)
    await shop.says("what size should i get", "size_recommendation")
    await shop.says("i'm 5 foot 6", "size_recommendation")
    assert "167" not in str({name: value for name, value in shop.slots.items() if name.startswith("size_")})
    assert shop.slots["size_height"] == "given"


async def test_who_would_rather_not_say_is_asked_no_more() -> None:
    shop, sizes = talk(guess=LIKELY)
    await shop.says("what size should i get", "size_recommendation")
    said = await shop.says("i'd rather not say", "deny")
    assert "would help" in said
    assert shop.form is None
    assert not sizes.told


async def test_between_two_sizes_the_fit_is_asked_for() -> None:
    shop, _ = talk()
    await shop.says("what size should i get", "size_recommendation")
    assert "close or roomy?" in await shop.says("my chest is 37.5 inches", "size_recommendation")
    said = await shop.says("roomy", "nlu_fallback")
    assert "large" in said


async def test_a_sons_measures_are_not_kept_as_the_shoppers() -> None:
    shop, sizes = talk()
    await shop.says("what size for my son, his chest is 36 inches", "size_recommendation")
    assert ("ann", "son") in sizes.told
    assert ("ann", "") not in sizes.told


async def test_how_it_runs_is_what_people_told() -> None:
    shop, _ = talk(turned_out=Runs(fits=4, too_small=7, too_large=1))
    said = await shop.says("does it run small", "size_recommendation")
    assert "runs small" in said
    assert "12 people" in said


async def test_too_few_words_of_others_are_told_as_such() -> None:
    shop, _ = talk(turned_out=Runs(fits=1))
    assert "Too few people" in await shop.says("does it run small", "size_recommendation")


async def test_measurements_are_forgotten_on_request() -> None:
    shop, sizes = talk()
    await shop.says("what size, my chest is 36 inches", "size_recommendation")
    assert sizes.told
    assert "forgotten" in await shop.says("forget my measurements", "size_recommendation")
    assert not sizes.told


async def test_how_a_size_turned_out_helps_the_next_time() -> None:
    shop, _ = talk()
    assert "too small" in await shop.says("the medium was too small", "size_recommendation")
    assert "large" in await shop.says("what size should i get", "size_recommendation")
