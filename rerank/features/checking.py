"""Whether what a turn reads of features is what learning is told of the same moments, on the shop's own data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from catalog.connections import Connections, connected, take_time
from rerank.features.feature import FeatureReader, Values
from rerank.features.past_features import PastFeatures
from shop.errors import ShopUnavailable

# Vectors are kept in halves, and engines add up in their own order.
RELATIVE, ABSOLUTE = 1e-4, 1e-4
# Somebody who did something of late, with the products they did it with and as many others.
SAMPLE = """
    with people as (
        select person_id, max(shopper_id) as shopper_id, max(device_id) as device_id, max(occurred_at) as last
        from signals where person_id is not null and customer_id is null
        group by person_id order by md5(person_id || %(seed)s) limit %(people)s)
    select people.person_id,
           -- A customer is asked about as after their sign-in.
           coalesce((select min(shopper_id) from identity_nodes own
                     where own.person_id = people.person_id and own.signed_in_at is not null), people.shopper_id),
           people.device_id, people.last,
           array(select product_id from (select distinct product_id from signals where person_id = people.person_id) own
                 order by md5(product_id || %(seed)s) limit %(products)s / 2)
           || array(select product_id from products order by md5(product_id || people.person_id) limit %(products)s / 2)
    from people
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    person_id: str
    shopper_id: str | None
    device_id: str | None
    at: datetime
    product_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Of one feature: how many values were compared and differ, and by how much at most."""

    feature: str
    compared: int
    differing: int
    largest: float
    known: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureCheck:
    connections: Connections
    reader: FeatureReader
    past: PastFeatures
    now: Callable[[], datetime]

    async def check(self, *, people: int, products: int, seed: str = "") -> list[Difference]:
        """For some people, now and shortly after they last did something. Raises ShopUnavailable."""
        sampled = await self._sampled({"people": people, "products": products, "seed": seed})
        if not sampled:
            return []
        # Strictly one after the other: what happens in between must not count in the second.
        online = [
            (await self.reader.read(each.shopper_id, each.product_ids, at=each.at, device_id=each.device_id)).values
            for each in sampled
        ]
        offline = await self.past.at_moments(sampled)
        return differences(offline.names, np.concatenate(online), offline.values)

    async def _sampled(self, told: dict[str, object]) -> list[Sampled]:
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            await take_time(connection)
            found = await (await connection.execute(SAMPLE, told)).fetchall()
        now = self.now()
        moments = (min(last + timedelta(minutes=5), now) for *_, last, _ in found)
        return [
            Sampled(person_id=person, shopper_id=shopper, device_id=device, at=at, product_ids=tuple(products))
            for (person, shopper, device, _, products), moment in zip(found, moments, strict=True)
            for at in dict.fromkeys((moment, now))
            if products
        ]


def differences(names: Sequence[str], online: Values, offline: Values) -> list[Difference]:
    """What is known on one side only differs, whatever its value is."""
    apart = np.abs(online - offline)
    both_unknown = np.isnan(online) & np.isnan(offline)
    same = both_unknown | (apart <= ABSOLUTE + RELATIVE * np.abs(offline))
    return [
        Difference(
            feature=name,
            compared=len(online),
            differing=int((~same[:, place]).sum()),
            largest=float(np.nanmax(apart[:, place], initial=0.0)),
            known=float(1 - both_unknown[:, place].mean()) if len(online) else 0.0,
        )
        for place, name in enumerate(names)
    ]
