"""A page of the shop as a browser has it open: it asks for lists, and tells what was done with them."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import aiohttp

from rerank.simulation.assortment import Assortment
from rerank.simulation.errors import ShopAnswersWrong
from rerank.simulation.history_rows import PREFIX
from rerank.simulation.household import Deed

SECONDS_PER_PLACE, SECONDS_AFTER_CLICK, SECONDS_AFTER_CART = 1, 15, 30
LONGEST_VISIT_S = 90
TRIES, LONGEST_WAIT_S = 20, 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A list as it came. `places` are where its goods stand in the assortment, best first."""

    list_id: str
    model: str
    places: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class Page:
    """One household's browser, with a session of its own once it asked for anything."""

    http: aiohttp.ClientSession
    address: str
    assortment: Assortment
    household: str
    visits: int = 0
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    _token: str = ""
    _places: Mapping[str, int] = field(default_factory=dict)

    async def look(self, *, limit: int) -> Shown:
        """What the shop recommends to begin with. Raises ShopAnswersWrong."""
        self.visits += 1
        asked = {"for": "home", "device": self._device, "limit": str(limit)}
        told = await self._asked("GET", "/storefront/recommended", params=asked)
        return Shown(
            list_id=told["list_id"],
            model=told["model"],
            places=tuple(self.place_of(each["id"]) for each in told["products"]),
        )

    async def tell(
        self, shown: Shown, deeds: Sequence[Deed], *, errand: int | None, since: datetime, sent_at: datetime
    ) -> None:
        """What was seen of the list and done with it, and what was got besides without having been recommended."""
        rows: list[dict[str, Any]] = [{"type": "view", "at": since.isoformat()}]
        for position, place in enumerate(shown.places, start=1):
            rows.append(self._row("impression", place, since, where=(shown, position)))
        for deed in deeds:
            rows += self._rows_of(deed, shown, since)
        if errand is not None:
            at = sent_at - timedelta(seconds=SECONDS_AFTER_CART)
            rows += [self._row("view", errand, at), self._row("add_to_cart", errand, at), self._bought(errand, sent_at)]
        await self._told(rows, sent_at)

    def place_of(self, product_id: str) -> int:
        if not self._places:
            self._places = self.assortment.places
        return self._places[product_id]

    def _rows_of(self, deed: Deed, shown: Shown, since: datetime) -> list[dict[str, Any]]:
        at = since + timedelta(seconds=SECONDS_PER_PLACE * deed.position)
        where = shown, deed.position
        rows = [
            self._row("click", deed.place, at, where=where),
            self._row("dwell", deed.place, at, where=where) | {"dwell_ms": deed.dwell_ms},
        ]
        if deed.is_carted:
            after = at + timedelta(seconds=SECONDS_AFTER_CLICK)
            rows.append(self._row("add_to_cart", deed.place, after, where=where) | {"quantity": 1})
        if deed.is_bought:
            rows.append(self._bought(deed.place, at + timedelta(seconds=SECONDS_AFTER_CART)))
        return rows

    def _bought(self, place: int, at: datetime) -> dict[str, Any]:
        good = self.assortment.goods[place]
        price = {"amount_minor": good.price_minor, "currency": good.currency}
        return self._row("purchase", place, at) | {"quantity": 1, "value": price}

    def _row(self, kind: str, place: int, at: datetime, *, where: tuple[Shown, int] | None = None) -> dict[str, Any]:
        good = self.assortment.goods[place]
        row: dict[str, Any] = {
            "type": kind,
            "at": at.isoformat(),
            "product_id": good.product_id,
            "variant_id": good.variant_id,
        }
        if where is not None:
            shown, position = where
            row |= {"list_id": shown.list_id, "model": shown.model, "position": position}
        return row

    async def _told(self, rows: Sequence[Mapping[str, Any]], sent_at: datetime) -> None:
        visit = f"{self._device}-{self.run}-{self.visits}"
        named = [{**row, "id": f"{visit}-{number}"} for number, row in enumerate(rows)]
        batch = {
            "consent": True,
            "device": self._device,
            "visit": visit,
            "sent_at": sent_at.isoformat(),
            "events": named,
        }
        kept = await self._asked("POST", "/events", json=batch)
        if kept["taken"] != len(named):
            raise ShopAnswersWrong(route="/events", answer=f"{kept['taken']} of {len(named)} events taken")

    @property
    def _device(self) -> str:
        """By what a made-up shopper's browser calls itself, everybody knows it."""
        return f"{PREFIX}{self.household}"

    async def _asked(self, method: str, route: str, **options: Any) -> Any:
        if not self._token:
            self._token = (await self._answer("POST", "/chat/sessions"))["token"]
        return await self._answer(method, route, headers={"Authorization": f"Bearer {self._token}"}, **options)

    async def _answer(self, method: str, route: str, **options: Any) -> Any:
        """A shop that has too much to do is asked again when it says so."""
        for _ in range(TRIES):
            async with self.http.request(method, f"{self.address}{route}", **options) as answer:
                if answer.status < HTTPStatus.BAD_REQUEST:
                    return await answer.json()
                if answer.status != HTTPStatus.TOO_MANY_REQUESTS:
                    break
                wait_s = float(answer.headers.get("Retry-After", "1"))
            await asyncio.sleep(min(wait_s, LONGEST_WAIT_S))
        raise ShopAnswersWrong(route=route, answer=str(answer.status))
