"""Banners in a real database: given all at once, and shown while they run."""

from datetime import timedelta

import pytest

from rerank.banners.banner import Banner
from rerank.banners.errors import BannersWrong
from rerank.banners.showing import Banners
from rerank.banners.stored_banners import StoredBanners
from rerank.candidates.traces import StoredTraces
from rerank.recommending import Visit
from tests.conftest import OneConnection
from tests.unit.session.memory import NOW


def banner(name: str, *, since_h: float = -1, until_h: float = 1) -> Banner:
    return Banner(
        banner_id=name,
        title=name.title(),
        url="/",
        starts_at=NOW + timedelta(hours=since_h),
        ends_at=NOW + timedelta(hours=until_h),
    )


def showing(database: OneConnection) -> Banners:
    return Banners(
        StoredBanners(connections=database),
        StoredTraces(database),
        book=lambda: None,
        new_id=lambda: "list",
        now=lambda: NOW,
    )


async def test_what_runs_is_shown_to_anybody(database: OneConnection) -> None:
    given = [banner("now"), banner("over", until_h=0), banner("to-come", since_h=0.5)]
    await StoredBanners(connections=database).replace(given)
    for visit in (Visit(), Visit(device_id="a browser that nobody knows")):
        assert await showing(database).shown(visit, limit=5) == [given[0]]


async def test_those_given_now_are_all_there_are(database: OneConnection) -> None:
    stored = StoredBanners(connections=database)
    await stored.replace([banner("old"), banner("kept")])
    forever = Banner(banner_id="forever", title="Forever", url="https://shop.example/")
    await stored.replace([banner("kept"), forever])
    assert sorted(each.banner_id for each in await stored.every()) == ["forever", "kept"]
    assert forever in await stored.every()
    await stored.replace([])
    assert await showing(database).shown(Visit(), limit=5) == []


async def test_one_named_twice_changes_nothing(database: OneConnection) -> None:
    stored = StoredBanners(connections=database)
    await stored.replace([banner("kept")])
    with pytest.raises(BannersWrong):
        await stored.replace([banner("one"), banner("one")])
    assert [each.banner_id for each in await stored.every()] == ["kept"]
