"""Decides which stores the goods are taken from, the same way each time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shop.checkout.goods import GoodsLine

# Variant and store.
Shelf = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """`taken` adds up to what is wanted, unless `left` tells how many there are of what there is too little of."""

    taken: Mapping[Shelf, int]
    left: Mapping[str, int]


def allocate(lines: Sequence[GoodsLine], free: Mapping[Shelf, int], *, store_id: str | None = None) -> Allocation:
    """Picked up, all comes from that store. Delivered, from one store if one has everything: then one parcel goes out.

    Else each line comes from the store that has most of it, and the rest of the line from the next.
    """
    if store_id is not None:
        return _from(lines, {shelf: number for shelf, number in free.items() if shelf[1] == store_id})
    stores = sorted({store for _, store in free})
    for store in stores:
        if all(free.get((line.variant_id, store), 0) >= line.quantity for line in lines):
            return _from(lines, {shelf: number for shelf, number in free.items() if shelf[1] == store})
    return _from(lines, free)


def _from(lines: Sequence[GoodsLine], free: Mapping[Shelf, int]) -> Allocation:
    taken: dict[Shelf, int] = {}
    left: dict[str, int] = {}
    for line in lines:
        shelves = [(shelf, number) for shelf, number in free.items() if shelf[0] == line.variant_id and number > 0]
        there = sum(number for _, number in shelves)
        if there < line.quantity:
            left[line.variant_id] = there
            continue
        wanted = line.quantity
        for shelf, number in sorted(shelves, key=lambda each: (-each[1], each[0])):
            if wanted == 0:
                break
            taken[shelf] = min(number, wanted)
            wanted -= taken[shelf]
    return Allocation(taken=taken, left=left)
