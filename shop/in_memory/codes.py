"""Voice codes in memory."""

from collections.abc import Callable
from datetime import datetime

from shop.codes.codes import HashedCode, Tries
from shop.in_memory.books import KeptCode, ShopInMemory


class CodesInMemory:
    """`CodeKeeping` over a shop in memory."""

    def __init__(self, shop: ShopInMemory, *, now: Callable[[], datetime]) -> None:
        self._shop = shop
        self._now = now

    async def check(self, customer_id: str, code: str | None) -> None:
        kept, now = self._shop.codes.get(customer_id), self._now()
        if kept is None:
            return
        if (refusal := kept.tries.refusal(code, now=now)) is not None:
            raise refusal
        if kept.hashed.is_of(code or ""):
            kept.tries = Tries()
            return
        kept.tries, error = kept.tries.after_wrong(now=now)
        raise error

    async def give(self, customer_id: str, code: str, *, asked_from_minor: int = 0) -> None:
        self._shop.codes[customer_id] = KeptCode(hashed=HashedCode.of(code), asked_from_minor=asked_from_minor)

    async def unlock(self, customer_id: str) -> None:
        if kept := self._shop.codes.get(customer_id):
            kept.tries = Tries()

    async def withdraw(self, customer_id: str) -> None:
        self._shop.codes.pop(customer_id, None)
