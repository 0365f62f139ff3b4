"""What fits a session, in a real database: asked for once, shared by all gateways, and gone with the catalogue."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from assistant.language_model import open_language_model
from assistant.llm_settings import CommandModelSettings
from assistant.retention import Retention
from assistant.session_fit import scorer_of
from catalog.product import ProductCard
from catalog.writing import CatalogWriter
from rerank.candidates.stored_books import BookMaking
from rerank.session.fits import Fits, Key, Scorer, Told
from rerank.session.home import home_key
from rerank.session.intent import Intent
from rerank.session.making import FEWEST_PEOPLE, HomeLists
from rerank.session.sessions import Sessions
from rerank.session.stored_fits import StoredFits
from rerank.session.thinking import Thinking, Wish
from tests.conftest import OneConnection
from tests.integration.bought_together import bought, customer, guest
from tests.integration.small_shop import CONTENTS
from tests.model_server import Asked, Mode, ModelServer
from tests.unit.ranking.goods import card
from tests.unit.session.memory import LASTS, NOW, Scripted

TENT = Intent(key="asked tent", asked=("tent",))
ANYONE_S_TENT = Key(segment="", intent=TENT.key)


class Gateway:
    """One of several, with a memory of its own."""

    def __init__(self, database: OneConnection, scorer: Scorer | None, *, stored: StoredFits | None = None) -> None:
        self.now = NOW
        self.fits = Fits(lasts=LASTS, now=lambda: self.now)
        self.sessions = Sessions()
        self.stored = stored or StoredFits(connections=database)
        self.thinking = Thinking(
            self.fits, self.sessions, self.stored, scorer=scorer, lasts=LASTS, now=lambda: self.now
        )

    async def thinks_of(self, *names: str, key: Key = ANYONE_S_TENT) -> None:
        await self.thinking.granted(Wish(key=key, intent=TENT, cards=cards(*names)))

    def knows(self, key: Key = ANYONE_S_TENT) -> dict[str, float]:
        return {name: round(fit, 3) for name, fit in self.fits.of(key).items()}


def cards(*names: str) -> tuple[ProductCard, ...]:
    return tuple(card(name) for name in names)


@pytest.fixture
async def shop(database: OneConnection) -> OneConnection:
    await CatalogWriter(database).write(CONTENTS)
    return database


async def test_what_one_gateway_found_out_all_know(shop: OneConnection) -> None:
    scorer = Scripted({"a": 0.3, "b": 1.0})
    one, other = Gateway(shop, scorer), Gateway(shop, Scripted())
    for gateway in (one, other):
        await gateway.thinking.look()
    await one.thinks_of("a", "b", "never-said")
    assert one.knows() == {"a": 0.3, "b": 1.0}
    assert other.knows() == {}
    await other.thinking.look()
    assert other.knows() == {"a": 0.3, "b": 1.0}


async def test_nobody_asks_for_what_another_has_found_out(shop: OneConnection) -> None:
    first, second = Scripted({"a": 0.3}), Scripted({"c": 0.5})
    one, other = Gateway(shop, first), Gateway(shop, second)
    await one.thinking.look()
    await other.thinking.look()
    await one.thinks_of("a")
    await other.thinks_of("a", "c")
    assert [asked[2] for asked in second.asked] == [["c"]]
    await one.thinking.look()
    assert one.knows() == other.knows() == {"a": 0.3, "c": 0.5}


class OfACatalogue(StoredFits):
    """Within one test all is one transaction, and so of one version of the catalogue: here it is told."""

    version = "first"

    async def catalogue(self) -> str:
        return type(self).version


async def test_another_catalogue_ends_it(shop: OneConnection) -> None:
    scorer = Scripted({"a": 0.3})
    gateway = Gateway(shop, scorer, stored=OfACatalogue(connections=shop))
    await gateway.thinking.look()
    await gateway.thinks_of("a")
    assert gateway.knows() == {"a": 0.3}
    OfACatalogue.version = "second"
    await gateway.thinking.look()
    assert gateway.knows() == {}
    await gateway.thinks_of("a")
    assert len(scorer.asked) == 2


async def test_what_is_said_again_counts_and_old_words_are_not_added_to(shop: OneConnection) -> None:
    stored = StoredFits(connections=shop)
    catalogue = await stored.catalogue()
    old, new = NOW - timedelta(days=3), NOW
    for fits, at in (({"a": 0.1, "gone": 1.0}, old), ({"a": 0.9}, new), ({"a": 0.5, "b": 0.2}, new)):
        told = Told(key=ANYONE_S_TENT, told_by="scripted", fits=fits, at=at)
        await stored.keep(told, catalogue=catalogue, since=at - LASTS)
    found = await stored.one(ANYONE_S_TENT, catalogue=catalogue, told_by="scripted", since=old)
    assert found is not None
    assert {name: round(fit, 3) for name, fit in found.fits.items()} == {"a": 0.5, "b": 0.2}


async def test_whoever_says_nothing_is_left_alone_for_a_while(shop: OneConnection) -> None:
    scorer = Scripted()
    gateway = Gateway(shop, scorer)
    await gateway.thinking.look()
    await gateway.thinks_of("a")
    assert len(scorer.asked) == 1
    assert not gateway.thinking.wish(Wish(key=ANYONE_S_TENT, intent=TENT, cards=cards("a")))
    assert gateway.thinking.wish(Wish(key=Key(segment="vegan", intent=TENT.key), intent=TENT, cards=cards("a")))


async def test_what_is_wished_for_twice_is_asked_once_and_too_much_is_not_asked(shop: OneConnection) -> None:
    gateway = Gateway(shop, Scripted())
    assert not gateway.thinking.wish(Wish(key=ANYONE_S_TENT, intent=TENT, cards=()))  # of which catalogue nobody knows
    await gateway.thinking.look()
    wishes = [Wish(key=Key(segment="", intent=f"asked {n}"), intent=TENT, cards=()) for n in range(150)]
    taken = [gateway.thinking.wish(wish) for wish in (wishes[0], *wishes)]
    assert taken[:3] == [True, False, True]
    assert sum(taken) == 100


async def test_those_who_refuse_are_forgotten(shop: OneConnection) -> None:
    gateway = Gateway(shop, None)
    for unit in (await guest(shop, "ann"), await guest(shop, "bob"), "browser"):
        gateway.sessions.looked(unit, "tent", "Camping / Tents")
    async with shop.connection() as connection:
        await connection.execute("insert into refusing_shoppers (shopper_id, refused_at) values ('ann', now())")
        await connection.execute("insert into refusing_devices (device_id, refused_at) values ('browser', now())")
    await gateway.thinking.look()
    looked = {unit: gateway.sessions.done(unit).categories for unit in ("ann", "bob", "browser")}
    assert looked == {"ann": (), "bob": ("Camping / Tents",), "browser": ()}


async def home_shop(shop: OneConnection, scorer: Scorer | None) -> HomeLists:
    for number in range(6):
        await customer(shop, f"camper{number}")
        await bought(shop, f"camper{number}", ["bag"], at=NOW - timedelta(days=1, hours=number))
    assert await BookMaking(shop, now=lambda: NOW).make()
    stored = StoredFits(connections=shop)
    return HomeLists(connections=shop, stored=stored, scorer=scorer, lasts=LASTS, now=lambda: NOW)


async def test_without_a_model_the_home_page_s_list_is_made_of_demand(shop: OneConnection) -> None:
    lists = await home_shop(shop, None)
    assert await lists.make() == 2
    assert await lists.make() == 0
    gateway = Gateway(shop, None)
    await gateway.thinking.look()
    fits = gateway.knows(Key(segment="", intent=home_key(NOW)))
    assert max(fits, key=lambda name: fits[name]) == "bag"
    assert max(fits.values()) == 1.0
    assert gateway.knows(Key(segment="", intent=home_key(NOW + timedelta(hours=3)))) == fits


async def told_by(shop: OneConnection, people: int, kind: str, value: str, about: str = "") -> None:
    async with shop.connection() as connection:
        for number in range(people):
            name = f"{value}{number}"
            await connection.execute("insert into shoppers (shopper_id) values (%s)", [name])
            await connection.execute(
                "insert into preferences (shopper_id, kind, about, value, stance, source, told_at)"
                " values (%s, %s, %s, %s, 'is', 'told', now())",
                [name, kind, about, value],
            )


async def test_a_model_makes_lists_for_segments_of_many_and_of_nobody_in_particular(shop: OneConnection) -> None:
    await told_by(shop, FEWEST_PEOPLE, "diet", "vegan")
    await told_by(shop, FEWEST_PEOPLE - 1, "diet", "vegetarian")
    await told_by(shop, FEWEST_PEOPLE, "diet", "halal")
    scorer = Scripted({"bag": 0.4})
    lists = await home_shop(shop, scorer)
    assert await lists.make() == 6
    assert {segment for _, segment, _ in scorer.asked} == {"", "vegan"}
    gateway = Gateway(shop, scorer)
    await gateway.thinking.look()
    assert gateway.knows(Key(segment="vegan", intent=home_key(NOW))) == {"bag": 0.4}
    assert gateway.knows(Key(segment="", intent=home_key(NOW))) == {"bag": 0.4}


async def test_what_nobody_takes_for_true_any_more_is_forgotten(shop: OneConnection) -> None:
    async with shop.connection() as connection:
        version = await StoredFits(connections=shop).catalogue()
        for intent, catalogue, age in (
            ("kept", version, "1 day"),
            ("other", "x", "2 hours"),
            ("old", version, "15 days"),
        ):
            await connection.execute(
                "insert into session_fits values ('', %s, %s, 'm', '{a}', '{1}', now() - %s::interval)",
                [intent, catalogue, age],
            )
    gone = await Retention(connections=shop, period=timedelta(days=30)).forget()
    assert gone["session_fits"] == 2


@asynccontextmanager
async def asking(server: ModelServer, **more: object) -> AsyncIterator[Scorer]:
    """The real client, with its guard, of a server that behaves as it is told."""
    given = {"llm_model": "test-model", "llm_url": server.url, "llm_uses": "ranking", "llm_ranking_s": 1.0, **more}
    settings = CommandModelSettings.model_validate(given)
    async with open_language_model(settings) as model:
        scorer = scorer_of(model, settings)
        assert scorer is not None
        yield scorer


def by_title(words: str) -> Callable[[Asked], object]:
    """Rates ten what has the words in its title, and all else two."""
    return lambda asked: {
        "ratings": [
            {"product": key, "fit": 10 if words in told["title"] else 2} for key, told in asked.data["products"].items()
        ]
    }


async def test_a_model_s_word_comes_from_its_server_to_the_next_list(
    shop: OneConnection, model_server: ModelServer
) -> None:
    model_server.answers["ranking"] = by_title("b")
    async with asking(model_server) as scorer:
        gateway = Gateway(shop, scorer)
        await gateway.thinking.look()
        await gateway.thinks_of("a", "b")
        assert gateway.knows() == {"a": 0.2, "b": 1.0}
        other = Gateway(shop, scorer)
        await other.thinking.look()
        assert other.knows() == gateway.knows()
    assert "asked tent" not in model_server.heard
    assert '"tent"' in model_server.requests[0].words


@pytest.mark.parametrize("mode", list(Mode))
async def test_a_server_that_misbehaves_costs_the_fit_and_nothing_else(
    shop: OneConnection, model_server: ModelServer, mode: Mode
) -> None:
    """Whatever comes back: in time, of what was asked about, and between nothing and all."""
    model_server.answers["ranking"] = by_title("b")
    model_server.pause_s = 3.0
    await model_server.be(mode)
    async with asking(model_server) as scorer:
        gateway = Gateway(shop, scorer)
        await gateway.thinking.look()
        started = time.monotonic()
        await gateway.thinks_of("a", "b")
        assert time.monotonic() - started < 2.5
    fits = gateway.knows()
    assert set(fits) <= {"a", "b"}
    assert all(0 <= fit <= 1 for fit in fits.values())
