"""Voice codes in memory."""

from collections.abc import Callable
from datetime import datetime

from shop.codes.codes import LOCKED_FOR, MOST_WRONG, HashedCode
from shop.codes.errors import CodeLocked, CodeNeeded, CodeWrong
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
        if kept.locked_until is not None and now < kept.locked_until:
            raise CodeLocked(until=kept.locked_until)
        if code is None:
            raise CodeNeeded
        tries = 0 if kept.locked_until is not None else kept.wrong_tries
        kept.locked_until = None
        if kept.hashed.is_of(code):
            kept.wrong_tries = 0
            return
        kept.wrong_tries = tries + 1
        if kept.wrong_tries >= MOST_WRONG:
            kept.locked_until = now + LOCKED_FOR
            raise CodeLocked(until=kept.locked_until)
        raise CodeWrong(left=MOST_WRONG - kept.wrong_tries)

    async def give(self, customer_id: str, code: str, *, asked_from_minor: int = 0) -> None:
        self._shop.codes[customer_id] = KeptCode(hashed=HashedCode.of(code), asked_from_minor=asked_from_minor)

    async def unlock(self, customer_id: str) -> None:
        if kept := self._shop.codes.get(customer_id):
            kept.wrong_tries, kept.locked_until = 0, None

    async def withdraw(self, customer_id: str) -> None:
        self._shop.codes.pop(customer_id, None)
