"""Banners are put in order by what is wanted at the hour and what this shopper looked at; and lead somewhere safe."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from rich.console import Console

from assistant.cli.banners import read_banners, show_banners
from rerank.banners.banner import Banner, contents_of
from rerank.banners.errors import BannersWrong
from rerank.candidates.book import Book
from rerank.candidates.making import made
from rerank.candidates.trace import Step, Trace
from rerank.ranking.arrangement import Terms
from rerank.ranking.baseline import Baseline
from rerank.ranking.content import order_content
from tests.unit.public_shop import Shop
from tests.unit.recommending.logs import log

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def banner(name: str, **told: Any) -> Banner:
    return Banner.model_validate({"banner_id": name, "title": name.title(), "url": f"/?department={name}", **told})


BAGS, TENTS = banner("bags", category="Camp / Bags"), banner("tents", category="Camp / Tents")
SHOP = banner("all")


@pytest.fixture(scope="module")
def book() -> Book:
    """Everybody buys tents, the odd things."""
    return made(log([(person, 2, [1, 3]) for person in range(8)], things=4))


def order(book: Book | None, *banners: Banner, trace: Trace | None = None, diversity: float = 0.0) -> list[str]:
    contents = contents_of(banners, book, trace or Trace(), at=NOW)
    placed = order_content(contents, Baseline(), Terms(limit=9, diversity=diversity), list_id="list")
    return [each.content_id for each in placed]


def looked_at(product_id: str) -> Trace:
    return Trace(steps=(Step(product_id=product_id, kind="view", at=NOW - timedelta(minutes=5), title=""),))


def test_what_everybody_wants_comes_first(book: Book) -> None:
    assert order(book, SHOP, BAGS, TENTS)[0] == "tents"


def test_what_somebody_looked_at_comes_first_for_them(book: Book) -> None:
    assert order(book, TENTS, SHOP, BAGS, trace=looked_at("p0"))[0] == "bags"


def test_a_department_has_what_its_categories_have_and_a_like_named_one_has_not(book: Book) -> None:
    camp, campus = banner("camp", category="Camp"), banner("campus", category="Camp / Tent")
    assert order(book, campus, camp, SHOP)[0] == "camp"
    assert order(book, campus, SHOP)[0] == "campus"  # nothing is known of either: as they stand


def test_two_of_a_campaign_make_room_for_another(book: Book) -> None:
    spring = [banner(f"spring-{number}", campaign="spring") for number in range(2)]
    assert order(book, *spring, SHOP) == ["spring-0", "spring-1", "all"]
    assert order(book, *spring, SHOP, diversity=0.5) == ["spring-0", "all", "spring-1"]


def test_a_shop_without_a_book_shows_them_as_they_stand() -> None:
    assert order(None, SHOP, BAGS, TENTS) == ["all", "bags", "tents"]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "//evil.example/x", "/\\evil.example", "http://shop.example", "data:text/html,x", "x"],
)
def test_a_banner_leads_nowhere_unsafe(url: str) -> None:
    with pytest.raises(ValidationError):
        banner("evil", url=url)
    with pytest.raises(ValidationError):
        banner("evil", image_url=url)


def test_each_line_that_is_no_banner_is_told() -> None:
    good = BAGS.model_dump_json()
    assert read_banners(f"{good}\n\n") == read_banners(f"\ufeff{good}") == [BAGS]
    with pytest.raises(BannersWrong) as told:
        read_banners(f'{good}\n{{"banner_id": "x"}}\nno json\n')
    assert [problem.split(":")[0] for problem in told.value.problems] == ["line 2", "line 2", "line 3"]
    with pytest.raises(BannersWrong) as told:
        read_banners(good.replace(BAGS.url, "javascript:alert(1)"))
    (problem,) = told.value.problems
    assert problem.startswith("line 1: url: neither a path of the shop")


@given(st.text(max_size=200))
def test_whatever_stands_in_a_file_is_a_banner_or_said_to_be_none(text: str) -> None:
    with suppress(BannersWrong):
        assert all(isinstance(each, Banner) for each in read_banners(text))


async def test_a_page_gets_what_it_draws_and_no_more() -> None:
    shop = Shop()
    shop.banners.banners = [BAGS, TENTS, SHOP]
    response = await shop.client.get("/storefront/banners", params={"limit": 2})
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert response.json() == {
        "banners": [
            {"id": name, "title": name.title(), "text": "", "url": f"/?department={name}", "image_url": ""}
            for name in ("bags", "tents")
        ]
    }
    assert (await shop.client.get("/storefront/banners", params={"limit": 99})).status_code == 422


def test_a_list_of_banners_has_their_titles_as_they_are_and_says_where_there_is_none() -> None:
    def shown(*banners: Banner) -> str:
        console = Console(file=StringIO(), width=200)
        show_banners(banners, console, now=NOW)
        assert isinstance(console.file, StringIO)
        return console.file.getvalue()

    assert "50% [/red] [bold]off" in shown(BAGS.model_copy(update={"title": "50% [/red] [bold]off"}))
    assert "no banner yet" in shown()
