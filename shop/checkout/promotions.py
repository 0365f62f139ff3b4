"""What promotions take off a cart, each line's share of it, and in which order they are taken.

The rule of stacking, in the order it is followed:

1. A line takes part in one promotion of its own: the percentage that takes most off it. A buy-some-get-some promotion
   has its lines instead where it takes more off them than the percentages would. A price that was matched for the
   shopper is such a promotion too: nothing else of this kind comes off that line.
2. Then at most one amount comes off the order: the one that takes off most. Its share of each line is by value.
3. Free shipping comes beside all of these.

Minimum spends of 1 are held against list prices, those of 2 and 3 against what is left to pay; always of the goods in
the promotion's scope. Nothing ever takes more off than the goods cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shop.checkout.goods import GoodsLine

# What a matched price is called among the discounts.
PRICE_MATCH = "Price match"


class PromotionKind(StrEnum):
    PERCENT = "percent"
    BUY_GET = "buy_get"
    AMOUNT = "amount"
    FREE_SHIPPING = "free_shipping"


class Scope(StrEnum):
    ALL = "all"
    CATEGORY = "category"
    BRAND = "brand"
    PRODUCTS = "products"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """`name` is as it is told; of the figures only those of its kind are set."""

    id: str
    name: str
    kind: PromotionKind
    percent: int = 0
    buy_quantity: int = 0
    get_quantity: int = 0
    amount_minor: int = 0
    scope: Scope = Scope.ALL
    scope_values: tuple[str, ...] = ()
    minimum_minor: int = 0
    currency: str = "USD"

    def covers(self, line: GoodsLine) -> bool:
        if self.scope is Scope.ALL:
            return True
        if self.scope is Scope.PRODUCTS:
            return line.product_id in self.scope_values
        names = line.category if self.scope is Scope.CATEGORY else (line.brand,)
        wanted = {value.casefold() for value in self.scope_values}
        return any(name.casefold() in wanted for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """`by_line` is what comes off each line; `by_name` the same by promotion, in the order they were taken."""

    by_line: tuple[int, ...]
    by_name: tuple[tuple[str, int], ...]
    ships_free: bool


def reduce(lines: Sequence[GoodsLine], promotions: Sequence[Promotion]) -> Reduction:
    """`promotions` are those of today in the cart's currency, in any order."""
    known = sorted(promotions, key=lambda promotion: promotion.id)
    off = [line.match_minor for line in lines]
    by_name = {PRICE_MATCH: sum(off)}
    for step in (_of_lines, _of_order):
        for promotion, shares in step(lines, known, tuple(off)):
            by_name[promotion.name] = by_name.get(promotion.name, 0) + sum(shares.values())
            for place, share in shares.items():
                off[place] += share
    left = [line.total_minor - less for line, less in zip(lines, off, strict=True)]
    ships_free = any(
        promotion.kind is PromotionKind.FREE_SHIPPING and _reaches(promotion, lines, left) for promotion in known
    )
    named = tuple((name, taken) for name, taken in by_name.items() if taken)
    return Reduction(by_line=tuple(off), by_name=named, ships_free=ships_free)


Shares = dict[int, int]


def _of_lines(
    lines: Sequence[GoodsLine], promotions: Sequence[Promotion], _off: Sequence[int]
) -> list[tuple[Promotion, Shares]]:
    listed = [line.total_minor for line in lines]
    open_now = [promotion for promotion in promotions if _reaches(promotion, lines, listed)]
    percentages = _percentages(lines, [each for each in open_now if each.kind is PromotionKind.PERCENT])
    bundles: list[tuple[Promotion, Shares]] = []
    untaken = {place for place, line in enumerate(lines) if not line.match_minor}
    for promotion in open_now:
        if promotion.kind is not PromotionKind.BUY_GET:
            continue
        places = [place for place in sorted(untaken) if promotion.covers(lines[place])]
        shares = _bundled(promotion, lines, places)
        if sum(shares.values()) > sum(percentages[place][1] for place in places if place in percentages):
            bundles.append((promotion, shares))
            untaken -= set(places)
    singles = [(promotion, {place: share}) for place, (promotion, share) in percentages.items() if place in untaken]
    return [*bundles, *singles]


def _percentages(lines: Sequence[GoodsLine], promotions: Sequence[Promotion]) -> dict[int, tuple[Promotion, int]]:
    """The best for each line, rounded half up on the line."""
    best: dict[int, tuple[Promotion, int]] = {}
    for place, line in enumerate(lines):
        for promotion in promotions:
            share = (line.total_minor * promotion.percent + 50) // 100
            if promotion.covers(line) and share > best.get(place, (promotion, 0))[1]:
                best[place] = (promotion, share)
    return best


def _bundled(promotion: Promotion, lines: Sequence[GoodsLine], places: Sequence[int]) -> Shares:
    """Dearest first, in groups: of each full group the last, cheapest, are free."""
    units = [(lines[place].unit_price_minor, place) for place in places for _ in range(lines[place].quantity)]
    units.sort(key=lambda unit: (-unit[0], unit[1]))
    group = promotion.buy_quantity + promotion.get_quantity
    shares: Shares = {}
    for number, (price_minor, place) in enumerate(units[: len(units) // group * group]):
        if number % group >= promotion.buy_quantity:
            shares[place] = shares.get(place, 0) + price_minor
    return shares


def _of_order(
    lines: Sequence[GoodsLine], promotions: Sequence[Promotion], off: Sequence[int]
) -> list[tuple[Promotion, Shares]]:
    left = [line.total_minor - less for line, less in zip(lines, off, strict=True)]
    best: tuple[Promotion, Shares] | None = None
    for promotion in promotions:
        if promotion.kind is not PromotionKind.AMOUNT or not _reaches(promotion, lines, left):
            continue
        covered = {place: left[place] for place, line in enumerate(lines) if promotion.covers(line)}
        shares = spread(min(promotion.amount_minor, sum(covered.values())), covered)
        if best is None or sum(shares.values()) > sum(best[1].values()):
            best = (promotion, shares)
    return [best] if best else []


def spread(amount_minor: int, worth: Shares) -> Shares:
    """Shared out by worth, to the last cent: what rounding leaves goes to those it took most from."""
    whole = sum(worth.values())
    if whole == 0:
        return {}
    shares = {place: amount_minor * value // whole for place, value in worth.items()}
    short = amount_minor - sum(shares.values())
    by_remainder = sorted(worth, key=lambda place: (-(amount_minor * worth[place] % whole), place))
    for place in by_remainder[:short]:
        shares[place] += 1
    return shares


def _reaches(promotion: Promotion, lines: Sequence[GoodsLine], worth: Sequence[int]) -> bool:
    covered = [value for line, value in zip(lines, worth, strict=True) if promotion.covers(line)]
    return bool(covered) and sum(covered) >= promotion.minimum_minor
