"""What a yes binds to: a hash over everything that was told of an order, and nothing that may change beside it."""

import hashlib
import json
from dataclasses import asdict

from shop.checkout.reckoning import Reckoning
from shop.checkout.situation import Situation


def bound(situation: Situation, reckoning: Reckoning) -> bytes:
    """Two of them are the same only if seller, goods, prices, discounts, way, place, window and payment are."""
    draft, basket = situation.checkout, situation.basket
    told = {
        "seller": situation.terms.seller,
        "cart": basket.cart_id,
        "lines": sorted((line.variant_id, line.quantity, line.unit_price_minor) for line in basket.lines),
        "totals": asdict(reckoning.totals),
        "how": draft.how,
        "address": asdict(draft.address) if draft.address else None,
        "store": draft.store.id if draft.store else None,
        "window": draft.window.id if draft.window else None,
        "contact": draft.contact,
        "payment": asdict(draft.payment),
        "buyer": draft.customer_id,
        "needs_code": needs_code(situation, reckoning),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).digest()


def needs_code(situation: Situation, reckoning: Reckoning) -> bool:
    buyer, total = situation.buyer, reckoning.totals.total
    if buyer is None or buyer.code_from_minor is None:
        return False
    return total is None or total.amount_minor >= buyer.code_from_minor
