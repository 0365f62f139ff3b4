"""The preferences kept in Postgres: read, changed and forgotten, each change once however often a turn is repeated."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalog.connections import Connection, Connections, connected
from shop import audit, changes, learning_refusals
from shop.errors import ShopUnavailable
from shop.preferences import forgetting, rows
from shop.preferences.preference import Aim, Kind, Preference, Preferences


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """`replaced` made room for what was told, `gone` was to be forgotten and `unknown` was not known anyway."""

    told: tuple[Preference, ...] = ()
    replaced: tuple[Preference, ...] = ()
    gone: tuple[Preference, ...] = ()
    unknown: tuple[Aim, ...] = ()


class KeptPreferences(Protocol):
    """The preferences as the actions see them."""

    async def of(self, shopper_id: str) -> Preferences: ...

    async def account_name(self, shopper_id: str) -> str | None:
        """The first name on the customer's account, for whoever did not say what to be called."""

    async def change(
        self, shopper_id: str, *, turn_id: str, told: Sequence[Preference] = (), forgotten: Sequence[Aim] = ()
    ) -> Changed: ...

    async def forget_all(self, shopper_id: str, *, turn_id: str) -> None:
        """The preferences and nothing else."""

    async def forget_everything(self, shopper_id: str, *, turn_id: str) -> None:
        """All that is kept of the shopper but the cart and the orders."""

    async def learn(self, shopper_id: str, *, turn_id: str, may: bool) -> None:
        """Whether what they do may be learned from; a no takes what was learned along."""


class StoredPreferences:
    def __init__(self, connections: Connections, *, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    async def of(self, shopper_id: str) -> Preferences:
        async with connected(self._connections, lost=ShopUnavailable, only_reads=True) as connection:
            return await rows.known(connection, shopper_id)

    async def account_name(self, shopper_id: str) -> str | None:
        async with self._transaction() as connection:
            return await rows.account_name(connection, shopper_id)

    async def change(
        self, shopper_id: str, *, turn_id: str, told: Sequence[Preference] = (), forgotten: Sequence[Aim] = ()
    ) -> Changed:
        """A repeated turn finds its change made and is told the same, but for what was there before it."""
        async with self._transaction() as connection:
            await rows.lock(connection, shopper_id)
            known = await rows.known(connection, shopper_id)
            if not await changes.first_time(connection, turn_id=turn_id, key="preferences"):
                return _as_done(told, forgotten)
            gone = tuple(known.meeting(forgotten))
            unknown = tuple(aim for aim in forgotten if not any(aim.meets(one) for one in known))
            replaced = tuple(one for one in known if one not in gone and any(new.replaces(one) for new in told))
            await rows.remove(connection, shopper_id, [*gone, *replaced])
            for one in told:
                await rows.write(connection, shopper_id, one, now=self._now())
            for what, every in (("told", told), ("forgotten", gone)):
                await _note(connection, shopper_id, turn_id, what=what, every=every)
            different = tuple(one for one in replaced if one.key not in {new.key for new in told})
            return Changed(told=tuple(told), replaced=different, gone=gone, unknown=unknown)

    async def forget_all(self, shopper_id: str, *, turn_id: str) -> None:
        await self.change(shopper_id, turn_id=turn_id, forgotten=[Aim(kind=kind) for kind in Kind])

    async def forget_everything(self, shopper_id: str, *, turn_id: str) -> None:
        async with self._transaction() as connection:
            await rows.lock(connection, shopper_id)
            if not await changes.first_time(connection, turn_id=turn_id, key="forget everything"):
                return
            await forgetting.forget(connection, shopper_id)
            person = await learning_refusals.person_of(connection, shopper_id=shopper_id, device_id=None)
            await learning_refusals.forget(connection, person)
            await audit.forget(connection, shopper_id=shopper_id)
            await audit.note(
                connection,
                shopper_id=shopper_id,
                turn_id=turn_id,
                what="shopper.forgotten",
                subject=shopper_id,
                details={},
            )

    async def learn(self, shopper_id: str, *, turn_id: str, may: bool) -> None:
        async with self._transaction() as connection:
            await rows.open_shopper(connection, shopper_id)
            if not await changes.first_time(connection, turn_id=turn_id, key="learning"):
                return
            person = await learning_refusals.person_of(connection, shopper_id=shopper_id, device_id=None)
            if may:
                await learning_refusals.agree(connection, person)
            else:
                await learning_refusals.refuse(connection, person, now=self._now())
                await learning_refusals.forget(connection, person)
            what = "learning.agreed" if may else "learning.refused"
            await audit.note(
                connection, shopper_id=shopper_id, turn_id=turn_id, what=what, subject=shopper_id, details={}
            )

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=ShopUnavailable)


async def _note(
    connection: Connection, shopper_id: str, turn_id: str, *, what: str, every: Sequence[Preference]
) -> None:
    """Which kinds, and never what of them: an allergy is nobody's business."""
    for kind in dict.fromkeys(one.kind for one in every):
        await audit.note(
            connection,
            shopper_id=shopper_id,
            turn_id=turn_id,
            what=f"preference.{what}",
            subject=str(kind),
            details={"how_many": sum(one.kind is kind for one in every)},
        )


def _as_done(told: Sequence[Preference], forgotten: Sequence[Aim]) -> Changed:
    gone = tuple(Preference(kind=aim.kind, value=aim.value, about=aim.about or "") for aim in forgotten)
    return Changed(told=tuple(told), gone=gone)
