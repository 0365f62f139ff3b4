"""What is said when something is bought again."""

from collections.abc import Sequence

from catalog.money import Money
from catalog.product import ProductCard
from shop.cart import Cart
from shop.orders.again import Again, Fate
from shop.phrasing.naming import with_choice, with_price
from shop.phrasing.order_words import bare_title, begin, own
from shop.reply import Answer
from shop.spoken import counted, listing, number_in_words, price_in_words, price_written

SPOKEN = 3


def added(
    again: Sequence[Again], cart: Cart, *, left_out: Sequence[Again] = (), instead: ProductCard | None = None
) -> Answer:
    """As bought then: the choice is told, and what costs another price today."""
    told = _as_then(again[0]) if len(again) == 1 else _few([_so_many(each) for each in again])
    price = "" if len(again) == 1 else f", {price_in_words(_total(again))} together"
    changes = " ".join(_change(each) for each in again if each.fate in {Fate.DEARER, Fate.FEWER})
    said = " ".join(
        part
        for part in (
            f"I added {told}, as you had {'it' if len(again) == 1 else 'them'} before{price}.",
            changes,
            _lacking(left_out),
        )
        if part
    )
    offer = _offer(instead)
    return Answer(
        speech=f"{said} {offer}".strip() if offer else f"{said} That makes {price_in_words(cart.total)} in your cart.",
        text="\n".join([said, *_written(again)]),
        cart=cart,
        suggestions=("Yes, add it", "No") if offer else ("Show my cart", "Check out"),
        expects_reply=bool(offer),
    )


def shall_i_add(again: Sequence[Again], *, left_out: Sequence[Again] = (), which: str) -> Answer:
    """Too many to be added without being heard of: told in short, and asked."""
    names = [_so_many(each).removeprefix("the ") for each in again[:SPOKEN]]
    others = len(again) - SPOKEN
    told = listing([*names, *([counted(others, "more thing")] if others > 0 else [])])
    dearer = [each for each in again if each.fate is Fate.DEARER]
    dearer_told = f" {begin(counted(len(dearer), 'thing costs', 'things cost'))} more than then." if dearer else ""
    lacking = f" {_lacking(left_out)}" if left_out else ""
    total = _total(again)
    said = f"{begin(which)} had {told}: {price_in_words(total)} today.{dearer_told}{lacking}"
    return Answer(
        speech=f"{said} Shall I add {'them all' if len(again) > 1 else 'it'}?",
        text="\n".join([f"{said} Shall I add them?", *_written(again)]),
        suggestions=("Yes, add them", "No"),
        expects_reply=True,
    )


def nothing_left(left_out: Sequence[Again], *, instead: ProductCard | None = None) -> Answer:
    offer = _offer(instead) or "Shall I look for something else?"
    said = _lacking(left_out)
    return Answer(
        speech=f"{said} {offer}",
        text=f"{said} {offer}",
        products=(instead,) if instead else None,
        suggestions=("Yes, add it", "No") if instead else ("No",),
        expects_reply=True,
    )


def never_bought(goods: str) -> Answer:
    said = f"I see no {goods} in what you bought. Shall I look for some?"
    return Answer(speech=said, text=said, suggestions=("Yes", "No"), expects_reply=True)


def nothing_bought() -> Answer:
    said = "I see no order of yours yet that I could repeat. What can I find for you?"
    return Answer(speech=said, text=said, expects_reply=True)


def left_it() -> Answer:
    said = "All right, I added nothing. Anything else?"
    return Answer(speech=said, text=said, expects_reply=True)


def which_of(again: Sequence[Again], goods: str) -> Answer:
    names = listing([f"the {_named(each)}" for each in again[:SPOKEN]], last="or")
    said = f"You bought more than one{f' kind of {goods}' if goods else ''}: {names}. Which one?"
    return Answer(
        speech=said, text=said, suggestions=tuple(_named(each) for each in again[:SPOKEN]), expects_reply=True
    )


def _as_then(each: Again) -> str:
    number = "" if each.quantity == 1 else f"{number_in_words(each.quantity)} of "
    price = f" at {price_in_words(each.price)}" if each.price else ""
    return f"{number}the {_named(each)}{price}"


def _so_many(each: Again) -> str:
    """In a row of things: a size that is worn is said, a pack need not be."""
    worn = each.line.attributes if "color" in each.line.attributes else {}
    number = "" if each.quantity == 1 else f"{number_in_words(each.quantity)} of "
    return f"{number}the {with_choice(bare_title(each.line.title), worn)}"


def _named(each: Again) -> str:
    return own(each.line)


def _change(each: Again) -> str:
    if each.fate is Fate.FEWER:
        return f"There {'was' if each.quantity == 1 else 'were'} only {number_in_words(each.quantity)} left."
    if each.price is None:
        return ""
    more = Money(amount_minor=each.price.amount_minor - each.line.unit_price.amount_minor, currency=each.price.currency)
    return f"The {_named(each)} costs {price_in_words(more)} more than then."


def _lacking(left_out: Sequence[Again]) -> str:
    """What is sold out may come back; what is gone will not."""
    out = [f"the {_named(each)}" for each in left_out if each.fate is Fate.SOLD_OUT]
    gone = [f"the {_named(each)}" for each in left_out if each.fate is Fate.GONE]
    foreign = [f"the {_named(each)}" for each in left_out if each.fate is Fate.OTHER_CURRENCY]
    told = []
    if out:
        told.append(f"{begin(_few(out))} {'is' if len(out) == 1 else 'are'} sold out.")
    if gone:
        told.append(f"We no longer sell {_few(gone)}.")
    if foreign:
        are = "is" if len(foreign) == 1 else "are"
        told.append(f"{begin(_few(foreign))} {are} sold in another currency, for an order apart.")
    return " ".join(told)


def _few(names: Sequence[str]) -> str:
    others = len(names) - SPOKEN
    return listing([*names[:SPOKEN], *([counted(others, "more thing")] if others > 0 else [])])


def _offer(instead: ProductCard | None) -> str:
    return f"Shall I add {with_price(instead)} instead?" if instead else ""


def _written(again: Sequence[Again]) -> list[str]:
    return [f"{each.quantity} x {_named(each)}, {price_written(each.price)}" for each in again if each.price]


def _total(again: Sequence[Again]) -> Money:
    prices = [each.price.times(each.quantity) for each in again if each.price]
    return Money(amount_minor=sum(price.amount_minor for price in prices), currency=prices[0].currency)
