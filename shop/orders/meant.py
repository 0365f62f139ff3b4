"""Which order, and which of the things in it, a shopper means: by number, by time, by what was in it."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.understanding.words import word_set
from shop.order import Order, OrderLine
from shop.orders.departments import GOODS, of_department
from shop.orders.number import ends_so, is_called, number_said
from shop.orders.times import Period, period_said, place_said

WORD = re.compile(r"[^\W\d_]{2,}")
# Words of titles that are said for other reasons when orders are talked about.
NO_NAMES = word_set(
    "the and for with my our your you me we it its is are was were be been has have had do does did can could will "
    "would shall should may might to from in on at of by up out off as or if not no so an any all some that this these "
    "those them they there here where when what which who whose how why order ordered orders ordering number delivery "
    "deliver delivered package parcel shipment ship shipped status track tracking late arrive arrived arriving come "
    "coming get got getting give gave buy bought buying purchase purchased last time week month year day days weeks "
    "months ago first second third one ones two three thing things something item items stuff again same another more "
    "new old back return returned returning returns send sent sending refund exchange exchanged money take cancel "
    "cancelled reorder repeat usual please want wanted need like just still yet today tomorrow yesterday morning find "
    "show tell about know check see look hi hey hello um uh ok okay thanks thank let us put add cart too also but size "
    "small big large medium tight wide color colour wrong damaged broken faulty fit fits work works worn opened "
    "unopened january february march april june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday keep only both rest left free ready best good great most recent use "
    "used dozen pair pairs pack packs box bottle bottles boxes tee oh zero four five six seven eight nine"
)
SHORT_WORD = 3
TAIL = re.compile(r" (?:women|men|kids|girls|boys)'?s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """One thing of one order."""

    order: Order
    position: int

    @property
    def line(self) -> OrderLine:
        return self.order.lines[self.position]

    @property
    def left(self) -> int:
        """How many have not come back."""
        return self.line.quantity - self.line.returned_quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """`orders` are newest first. Where nothing fits, `number`, `period` and `goods` tell what was looked for.

    `by_department` tells that `bought` is all that there was of a department, rather than things that were named.
    """

    orders: tuple[Order, ...]
    bought: tuple[Bought, ...] = ()
    number: str | None = None
    period: Period | None = None
    place: int | None = None
    goods: str = ""
    by_department: bool = False

    @property
    def is_named(self) -> bool:
        return self.number is not None or self.period is not None or self.place is not None or bool(self.bought)


def meant(said: str, orders: Sequence[Order], *, today: date, goods: str = "", alike: Collection[str] = ()) -> Meant:
    """Every order that the words fit; all of them where the words name none.

    `goods` are the goods that the words name, and `alike` the products that those may be by another name.
    """
    goods = "" if words_of(goods) <= NO_NAMES_STEMMED else goods
    if number := number_said(said):
        called = tuple(order for order in orders if is_called(order.number, number))
        called = called or tuple(order for order in orders if ends_so(order.number, number))
        return Meant(orders=called, bought=things_named(said, called, goods=goods), number=number, goods=goods)
    period, place = period_said(said, today=today), place_said(said)
    within = tuple(order for order in orders if period is None or period.holds(order.day_of(order.placed_at)))
    of_kind = things_of_department(said, within)
    bought = of_kind or things_named(said, within, goods=goods) or things_alike(within, alike)
    fitting = tuple(order for order in within if any(thing.order is order for thing in bought)) or within
    if place is not None and fitting and not bought:
        fitting = fitting[place : place + 1] if place >= 0 else fitting[-1:]
    elif period is not None and period.about is not None and fitting:
        fitting = _nearest(fitting, period.about)
    bought = tuple(thing for thing in bought if thing.order in fitting)
    return Meant(
        orders=fitting, bought=bought, period=period, place=place, goods=goods, by_department=bool(of_kind and bought)
    )


def things_named(said: str, orders: Iterable[Order], *, goods: str = "") -> tuple[Bought, ...]:
    """Each thing whose name is in the words, newest first; not one of which another says more.

    "The rain jacket" is no rain boots, "boots" are no boot socks, and "the boots and the jacket" are both.
    """
    wanted = words_of(said) - NO_NAMES_STEMMED
    covered = [(thing, frozenset(wanted & _called(thing.line))) for thing in _things(orders)]
    head = next(iter(words_of(goods.rsplit(maxsplit=1)[-1])), "") if goods else ""
    covered = [(thing, named) for thing, named in covered if named and (not head or _is_so(thing, named, head))]
    best = {named for _, named in covered}
    most = {named for named in best if not any(named < others for others in best)}
    by_head = {named for thing, named in covered if named & _heads(thing.line)}
    return tuple(
        thing for thing, named in covered if named in most and (named not in by_head or named & _heads(thing.line))
    )


def things_of_department(said: str, orders: Sequence[Order]) -> tuple[Bought, ...]:
    """All that there was of a department, where the words name nothing else: "my last groceries"."""
    words = [word for word in WORD.findall(said.lower()) if word in GOODS or _stem(word) not in NO_NAMES_STEMMED]
    return tuple(Bought(order=order, position=place) for order, place in of_department(words, orders))


def things_alike(orders: Iterable[Order], product_ids: Collection[str]) -> tuple[Bought, ...]:
    return tuple(thing for thing in _things(orders) if thing.line.product_id in product_ids)


def _things(orders: Iterable[Order]) -> list[Bought]:
    return [Bought(order=order, position=place) for order in orders for place in range(len(order.lines))]


def _is_so(thing: Bought, named: frozenset[str], head: str) -> bool:
    """What is called goods of one kind is no other kind that shares a word with it."""
    return head in named or bool(named & _heads(thing.line))


def _heads(line: OrderLine) -> set[str]:
    """What it is, rather than what it is like: the last word of its name, and of its kind's."""
    name = TAIL.sub("", re.split(r",| \(", line.title, maxsplit=1)[0])
    return {_stem(words[-1].lower()) for text in (name, *line.category[-1:]) if (words := WORD.findall(text))}


def words_of(text: str) -> set[str]:
    """In a rough singular: "the boot" is the boots."""
    return {_stem(word) for word in WORD.findall(text.lower())}


def _called(line: OrderLine) -> set[str]:
    return words_of(" ".join((line.title, *line.category[1:], line.attributes.get("color", "")))) - NO_NAMES_STEMMED


def _nearest(orders: Sequence[Order], day: date) -> tuple[Order, ...]:
    """The order of about that day, where one of several is clearly meant."""
    nearest = min(abs(order.day_of(order.placed_at) - day) for order in orders)
    return tuple(order for order in orders if abs(order.day_of(order.placed_at) - day) == nearest)


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > SHORT_WORD + 1:
        return word[:-3] + "y"
    return word.removesuffix("s") if len(word) > SHORT_WORD and not word.endswith("ss") else word


NO_NAMES_STEMMED = frozenset(NO_NAMES | {_stem(word) for word in NO_NAMES})
