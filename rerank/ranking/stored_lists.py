"""Lists as they were shown, in the database: each is kept once, however often it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from catalog.connections import Connections, connected
from rerank.events.event import Actor
from shop.errors import ShopUnavailable
from shop.learning_refusals import hold
from shop.shown import Placement, ShownList

COLUMNS = (
    *("list_id", "shown_at", "shopper_id", "conversation_id", "device_id", "visit_id", "channel", "surface", "model"),
    *("arm", "product_ids", "variant_ids", "positions", "relevances", "scores", "propensities", "explored"),
    *("features", "seen"),
)
# One statement for a batch, as JSON: arrays of differing lengths do not go into one array of arrays. A shopper who is
# deleted meanwhile has no lists afterwards, and who does not want to be learned from has none at all.
KEEP = f"""
    with known as materialized (
        select shopper_id from shoppers
        where shopper_id = any(%s)
          and not exists (select from refusing_shoppers refusing
                          where refusing.shopper_id in (shoppers.shopper_id, shoppers.merged_into))
        order by shopper_id for key share)
    insert into shown_lists ({", ".join(COLUMNS)})
    select {", ".join(COLUMNS)} from jsonb_populate_recordset(null::shown_lists, %s::jsonb) told
    where (told.shopper_id is null or told.shopper_id in (select shopper_id from known))
      and not exists (select from refusing_devices refusing where refusing.device_id = told.device_id)
    on conflict do nothing
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldList:
    """A list, to whom it was shown, and when."""

    shown: ShownList
    actor: Actor
    channel: str
    at: datetime


class StoredLists:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def keep(self, lists: Sequence[ToldList]) -> None:
        """Empty lists are none. Raises ShopUnavailable; then all of them may come again."""
        rows = [_row_of(told) for told in lists if told.shown.placements]
        if not rows:
            return
        shoppers = sorted({told.actor.shopper_id for told in lists if told.actor.shopper_id})
        devices = {told.actor.device_id for told in lists if told.actor.device_id}
        async with connected(self._connections, lost=ShopUnavailable) as connection, connection.transaction():
            await hold(connection, shoppers=shoppers, devices=devices)
            await connection.execute(KEEP, [shoppers, Jsonb(rows)], prepare=False)


def _row_of(told: ToldList) -> dict[str, Any]:
    shown, placements = told.shown, told.shown.placements
    return {
        "list_id": shown.list_id,
        "shown_at": told.at.isoformat(),
        "shopper_id": told.actor.shopper_id,
        "conversation_id": told.actor.conversation_id,
        "device_id": told.actor.device_id,
        "visit_id": told.actor.visit_id,
        "channel": told.channel,
        "surface": shown.surface,
        "model": shown.model,
        "arm": shown.arm,
        "product_ids": [each.product_id for each in placements],
        "variant_ids": [each.variant_id for each in placements],
        "positions": [each.position for each in placements],
        "relevances": [each.relevance for each in placements],
        "scores": [each.score for each in placements],
        "propensities": [each.propensity for each in placements],
        "explored": [each.is_exploration for each in placements],
        "features": list(shown.features),
        "seen": [value for each in placements for value in _seen(each, len(shown.features))],
    }


def _seen(placement: Placement, features: int) -> tuple[float | None, ...]:
    """What came without it is kept all the same: it is not known."""
    return placement.seen if len(placement.seen) == features else (None,) * features
