"""A shopper's habits, kept with the shop's orders; a retailer with other records puts them behind `Usuals`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from catalog.connections import Connections, connected
from shop import audit
from shop.errors import ShopUnavailable
from shop.usual import rows
from shop.usual.habits import Reckoning
from shop.usual.history import Bought, Correction, History
from shop.usual.meanings import Meaning, newest


class Usuals(Protocol):
    """`reckoning` is how sure one has to be, which the operator sets."""

    @property
    def reckoning(self) -> Reckoning: ...

    async def history(self, shopper_id: str) -> History: ...

    async def correct(self, shopper_id: str, *, turn_id: str, wrong_id: str, right_id: str) -> None: ...

    async def meanings(self, shopper_id: str) -> tuple[Meaning, ...]:
        """What was corrected, the newest first, as the shopper may be told of it."""

    async def forget(self, shopper_id: str, *, turn_id: str, right_ids: Sequence[str]) -> None:
        """Every correction to one of these."""


class StoredUsuals:
    """Purchases are the orders of the customer whom a shopper signed in as, and the shopper's own as a guest."""

    def __init__(self, connections: Connections, *, reckoning: Reckoning) -> None:
        self._connections = connections
        self.reckoning = reckoning

    async def history(self, shopper_id: str) -> History:
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            return await rows.read_history(connection, shopper_id)

    async def correct(self, shopper_id: str, *, turn_id: str, wrong_id: str, right_id: str) -> None:
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            await rows.note_correction(connection, shopper_id, turn_id=turn_id, wrong_id=wrong_id, right_id=right_id)

    async def meanings(self, shopper_id: str) -> tuple[Meaning, ...]:
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            return await rows.read_meanings(connection, shopper_id)

    async def forget(self, shopper_id: str, *, turn_id: str, right_ids: Sequence[str]) -> None:
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            if gone := await rows.forget_corrections(connection, shopper_id, right_ids):
                await audit.note(
                    connection,
                    shopper_id=shopper_id,
                    turn_id=turn_id,
                    what="usual.forgotten",
                    subject="corrections",
                    details={"how_many": gone},
                )


class UsualsInMemory:
    """For trying things without a database: what each shopper bought is handed in, corrections are kept."""

    def __init__(
        self,
        bought: Mapping[str, Sequence[Bought]] | None = None,
        *,
        now: Callable[[], datetime],
        reckoning: Reckoning | None = None,
    ) -> None:
        self._bought = bought or {}
        self._corrected: dict[tuple[str, str, str], Correction] = {}
        self._now = now
        self.reckoning = reckoning or Reckoning()

    async def history(self, shopper_id: str) -> History:
        mine = tuple(made for (who, _, _), made in self._corrected.items() if who == shopper_id)
        return History(bought=tuple(self._bought.get(shopper_id, ())), corrections=mine)

    async def correct(self, shopper_id: str, *, turn_id: str, wrong_id: str, right_id: str) -> None:
        made = Correction(wrong_id=wrong_id, right_id=right_id, corrected_at=self._now())
        self._corrected.setdefault((shopper_id, turn_id, wrong_id), made)

    async def meanings(self, shopper_id: str) -> tuple[Meaning, ...]:
        """Of what was handed in as bought: nothing else has a title here."""
        bought = {each.variant_id: each for each in self._bought.get(shopper_id, ())}
        made = [each for (who, _, _), each in reversed(self._corrected.items()) if who == shopper_id]
        return newest(
            Meaning(
                variant_id=each.right_id,
                title=bought[each.right_id].title,
                attributes=bought[each.right_id].attributes,
                instead_of=bought[each.wrong_id].title if each.wrong_id in bought else "",
                told_at=each.corrected_at,
            )
            for each in made
            if each.right_id in bought
        )

    async def forget(self, shopper_id: str, *, turn_id: str, right_ids: Sequence[str]) -> None:  # noqa: ARG002 - as the protocol has it
        kept = {
            key: made for key, made in self._corrected.items() if key[0] != shopper_id or made.right_id not in right_ids
        }
        self._corrected = kept
