"""What the fake shop recommends: the first of its goods, to a customer the last, and beside something what is left."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from aiohttp import web

from tests.e2e.fake_goods import GOODS

WHYS = {"home": "popular right now", "alike": None}


def recommended(asked: Mapping[str, str], *, is_customer: bool, in_cart: Collection[str]) -> dict[str, Any]:
    beside = {asked.get("product", ""), *in_cart}
    goods = [card for card in GOODS.values() if card["in_stock"] and card["id"] not in beside]
    if asked["for"] == "alike":
        goods = [card for card in goods if card["category"] == GOODS[asked["product"]]["category"]]
    first = goods[:: -1 if is_customer else 1][: int(asked["limit"])]
    why = WHYS.get(asked["for"], "often bought with the Tidemark Rain Jacket")
    return {**listed(asked["for"], [{**card, "why": why} for card in first]), "is_personal": is_customer}


def listed(name: str, cards: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """As every list of the storefront is given to a page."""
    products = [{**card, "position": place} for place, card in enumerate(cards, start=1)]
    return {"list_id": f"list-{name}", "model": "baseline", "products": products}


BANNERS = [
    {"id": "spring", "title": "For spring", "text": "All at Riverside", "image_url": "", "url": "/?department=Outdoor"},
    {"id": "evil", "title": "Nothing to click", "text": "", "image_url": "", "url": "javascript:alert(1)"},
]


async def shown_banners(request: web.Request) -> web.Response:
    """The second could not come from the real shop; a page draws no such thing all the same."""
    return web.json_response({"banners": BANNERS[: int(request.query["limit"])]})
