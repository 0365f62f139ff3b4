"""Purchases written by hand: what each customer bought, basket by basket, and on which day."""

from collections.abc import Mapping, Sequence

import numpy as np

from rerank.candidates.purchases import Occasions, Purchases

Basket = tuple[float, Sequence[int]]


def purchases(baskets: Mapping[int, Sequence[Basket]], *, items: int) -> Purchases:
    ordered = [(customer, day, held) for customer, own in sorted(baskets.items()) for day, held in own]
    return Purchases(
        customers=max(baskets) + 1,
        items=items,
        basket_customer=np.array([customer for customer, _, _ in ordered], np.int64),
        basket_day=np.array([day for _, day, _ in ordered], float),
        line_basket=np.repeat(np.arange(len(ordered)), [len(held) for _, _, held in ordered]),
        line_item=np.array([item for _, _, held in ordered for item in held], np.int64),
    )


def asked(customer: int, day: float) -> Occasions:
    return Occasions(customer=np.array([customer]), day=np.array([day]))


def crowd(customers: int, *, items: int = 30, baskets: int = 6) -> Purchases:
    """Each buys their own staple every week, and two other things as it falls out."""
    dice = np.random.default_rng(7)
    bought = {}
    for customer in range(customers):
        staple = int(dice.integers(items // 2))
        own = []
        for place in range(baskets):
            others = [int(item) for item in dice.integers(items, size=2)]
            own.append((float(7 * place), sorted({staple, *others})))
        bought[customer] = own
    return purchases(bought, items=items)
