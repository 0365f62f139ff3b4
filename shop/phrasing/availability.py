"""What is said about where a product is in stock, when it arrives, and where the stores are."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from catalog.contents import Store
from catalog.product import Product, ProductCard
from catalog.query import Query
from shop.checkout.window import Calendar
from shop.choosing import Choice
from shop.days import WEEK, DayMeant, called
from shop.phrasing.choices import cannot_be_had, there_is
from shop.phrasing.naming import is_plural, spoken_title, wish, with_choice
from shop.reply import Answer
from shop.spoken import counted, listing, number_in_words
from shop.whereabouts import asks_where_the_shop_is

ABOUT_TIME = re.compile(r"\b(when|how (long|soon|fast|quick\w*)|arrive|by (to\w+|mon|tue|wed|thu|fri|sat|sun)\w*)\b")
PICK_UP = re.compile(r"\b(pick(ed)? ?up|collect|deliver\w*|ship\w*)\b")
NOON, EVENING = 12, 18
COLLECT = re.compile(
    r"\b(pick\w* ?up|pick (it|them|that|this|those) up|collect(ed|ing)?|come (and|to) get|get it in store)\b"
)
OPEN = re.compile(r"\b(open\w*|clos\w+|shut|hours)\b")
HOW_MANY = re.compile(r"\bhow many\b")
ABOUT_STORES = re.compile(
    r"\b(opening|business|store) (hours|times)\b"
    r"|\b(when'?s|u open|they open|you guys open)\b.*(?:\b(?:open|close[sd]?|now|today|tomorrow|still)\b"
    r"|\b(?:sun|mon|tues?|wed(?:nes)?|thur?s?|fri|satur|sat)(?:days?)?\b)"
    r"|\b(when|what time|what hours|until when|how late|are you|is the|where|which)\b.*"
    r"\b(open|close|closed|closing|shut|stores?|shops?|located|location|locations|branch(es)?)\b"
)


def of(
    product: Product,
    choice: Choice,
    card: ProductCard,
    stores: Mapping[str, str],
    question: str,
    *,
    calendar: Calendar,
) -> Answer:
    """The stores that have the variants meant; only the store that was named, if one was; the day first, if asked."""
    named = {store: name for store, name in stores.items() if _mentioned(name, question)}
    having = [name for store, name in (named or stores).items() if _left(choice, store)]
    title = with_choice(product.title, choice.known)
    verb = f"{_pause(title)} {'are' if is_plural(product.title) else 'is'}"
    when = _when_it_comes(product, calendar)
    arrival = (
        f"{'They' if is_plural(product.title) else 'It'} can be delivered {when}."
        if when
        else f"Delivery takes {counted(product.delivery_days, 'day')}."
    )
    if not any(_left(choice, store) for store in stores):
        return _told(f"The {title}{verb} out of stock at the moment.", card, in_stock=False)
    if ABOUT_TIME.search(question.lower()) and not named:
        takes = f"Delivery of the {title}{_pause(title)} takes {counted(product.delivery_days, 'day')}."
        return _told(f"Ordered now, the {title}{_pause(title)} would arrive {when}." if when else takes, card)
    if HOW_MANY.search(question.lower()):
        left = sum(_left(choice, store) for store in named or stores)
        where = f" at {listing(list(named.values()))}" if named else ""
        together = f", all {choice.open[0]}s together" if choice.open and left > 1 else ""
        return _told(f"There {_are(left)} {left} of the {title}{_pause(title)} left{where}{together}.", card)
    if not having:
        elsewhere = listing(list(named.values()), last="or")
        return _told(f"The {title}{verb} not at {elsewhere}, but can be delivered. {arrival}", card)
    everywhere = not named and len(having) == len(stores) > 1
    where = "at all our stores" if everywhere else f"at {listing(having)}"
    return _told(f"The {title}{verb} in stock {where}. {arrival}", card)


def being_bought(product: Product, choice: Choice, card: ProductCard) -> Answer:
    """All there is is held for others who are being asked to confirm: nobody knows yet whether they will."""
    title = with_choice(product.title, choice.known)
    said = (
        f"Somebody else is buying the last of the {title} just now. Ask me again in a few minutes, in case they don't."
    )
    return _told(said, card, in_stock=False)


def by_day(product: Product, choice: Choice, card: ProductCard, meant: DayMeant, *, calendar: Calendar) -> Answer:
    """Whether it would arrive by the day that was named, or on it."""
    title = spoken_title(product.title)
    if not any(any(variant.stock.values()) for variant in choice.variants):
        return _told(f"The {title}{_verb(product)} out of stock at the moment.", card, in_stock=False)
    today = calendar.today()
    arrives = calendar.arrives or today + timedelta(days=product.delivery_days)
    when = called(arrives, today=today)
    if not meant.latest and any(window.starts_local.date() == meant.day for window in calendar.windows):
        earliest = "" if arrives == meant.day else f" The earliest is {when.removeprefix('on ')}."
        day = called(meant.day, today=today)
        return _told(f"Yes, the {title}{_pause(title)} can be delivered {day}.{earliest}", card)
    if arrives <= meant.day:
        return _told(f"Yes. Ordered now, the {title} would arrive {when}.", card)
    return _told(f"Not by then: ordered now, the {title} would arrive {when}.", card)


def pick_up(
    product: Product, choice: Choice, card: ProductCard, stores: Sequence[Store], meant: DayMeant, *, calendar: Calendar
) -> Answer:
    """The stores that have it and are open on that day; the one that was named, where one was."""
    title, day = spoken_title(product.title), called(meant.day, today=calendar.today())
    having = [store for store in stores if _left(choice, store.id)]
    open_ = [store for store in having if _is_open(store, meant.day)]
    if not having:
        where = f" at {stores[0].name}" if len(stores) == 1 else " in any store"
        takes = f"in {counted(product.delivery_days, 'day')}"
        arrival = f"It can be delivered {_when_it_comes(product, calendar) or takes}."
        return _told(f"The {title}{_verb(product)} not{where} at the moment. {arrival}", card)
    if not open_:
        names, one = listing([store.name for store in having[:3]]), len(having) == 1
        return _told(f"{names} {'has' if one else 'have'} it, but {_are(len(having))} closed {day}.", card)
    if len(open_) == 1:
        return _told(f"Yes, {day} at {open_[0].name}, {_open_from(open_[0], meant.day)}.", card)
    return _told(f"Yes, {day} at {listing([store.name for store in open_[:3]])}.", card)


def open_on(every: Sequence[Store], meant: DayMeant, question: str, *, today: date) -> Answer:
    """ "Is the store open on Sunday", of each store, or of the one that was named."""
    told = [store for store in every if store.address and _mentioned(store.name, question)]
    told = told or [store for store in every if store.address]
    day = called(meant.day, today=today)
    open_ = [store for store in told if _is_open(store, meant.day)]
    shut = [store.name for store in told if store not in open_]
    if len(told) == 1:
        said = f"{told[0].name} is {f'open {day}, {_open_from(told[0], meant.day)}' if open_ else f'closed {day}'}."
    elif not open_:
        said = f"All our stores are closed {day}."
    else:
        hours_told = [f"{store.name} is open {_open_from(store, meant.day)}." for store in open_[:3]]
        closed = f" {listing(shut)} {_are(len(shut))} closed." if shut else ""
        said = f"{day[:1].upper()}{day[1:]}, {' '.join(hours_told)}{closed}"
    hours = "\n".join(f"{store.name}, {store.address}: {_hours(store)}" for store in told)
    return Answer(
        speech=said,
        text=f"{said}\n{hours}",
        suggestions=tuple(f"When is {store.name} open?" for store in told[:4]) if len(told) > 1 else (),
    )


def not_made(product: Product, choice: Choice, card: ProductCard, asked: Query) -> Answer:
    """Not in the size or colour asked for: what there is instead, and an offer to look elsewhere."""
    names = [name for attribute, name in (("color", "colors"), ("size", "sizes")) if attribute in choice.lacking]
    wishes = [wish(asked, name, currency=card.price.currency) for name in names if getattr(asked, name)]
    said = f"{cannot_be_had(product.title, choice)} {there_is(product.title, choice)}".strip()
    return Answer(
        speech=f"{said} Shall I look for others {' '.join(wishes)}?".replace(" ?", "?"),
        text=said,
        products=(card,),
        suggestions=("Yes, look for others", "No"),
        expects_reply=True,
    )


def asks_when_open(question: str) -> bool:
    """Of the stores themselves, whatever is being talked about: when they are open, or where they are."""
    is_open = asks_for_the_stores(question) and OPEN.search(question.lower()) is not None
    return asks_where_the_shop_is(question) or (is_open and not asks_to_pick_up(question))


def asks_to_pick_up(question: str) -> bool:
    return COLLECT.search(question.lower()) is not None


def named_stores(every: Sequence[Store], question: str) -> list[Store]:
    """Only the stores that were named, or all where none was."""
    return [store for store in every if _mentioned(store.name, question)] or list(every)


def asks_how_it_comes(question: str) -> bool:
    return (ABOUT_TIME.search(question.lower()) or PICK_UP.search(question.lower())) is not None


def asks_for_the_stores(question: str) -> bool:
    return ABOUT_STORES.search(question.lower()) is not None or asks_where_the_shop_is(question)


def stores(every: Sequence[Store], question: str) -> Answer:
    """Where the shop is and when it is open; only the store that was named, if one was."""
    to_visit = [store for store in every if store.address]
    if not to_visit:
        said = "We have no store to visit: everything is delivered. What can I find for you?"
        return Answer(speech=said, text=said, expects_reply=True)
    told = [store for store in to_visit if _mentioned(store.name, question)] or to_visit
    if len(told) == 1:
        said = f"{told[0].name} is at {told[0].address}."
    else:
        names = listing([store.name for store in told])
        said = f"We have {number_in_words(len(told))} stores: {names}. Which one do you mean?"
    hours = [f"{store.name}, {store.address}: {_hours(store)}" for store in told]
    return Answer(
        speech=f"{said} {_hours_spoken(told[0])}".strip() if len(told) == 1 else said,
        text="\n".join(hours),
        suggestions=tuple(f"When is {store.name} open?" for store in told[:4]) if len(told) > 1 else (),
        expects_reply=True,
    )


def _when_it_comes(product: Product, calendar: Calendar) -> str:
    """The day of the first window that a checkout would offer; today, if it takes no time at all."""
    today = calendar.today()
    if calendar.arrives:
        return called(calendar.arrives, today=today)
    return "" if product.delivery_days else called(today, today=today)


def _told(said: str, card: ProductCard, *, in_stock: bool = True) -> Answer:
    return Answer(
        speech=f"{said} Shall I add it to your cart?" if in_stock else said,
        text=said,
        products=(card,),
        suggestions=("Yes, add it", "Tell me more") if in_stock else ("Show me something similar",),
        expects_reply=True,
    )


def _pause(title: str) -> str:
    return "," if ", " in title else ""


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _verb(product: Product) -> str:
    return f"{',' if ', ' in product.title else ''} {'are' if is_plural(product.title) else 'is'}"


def _is_open(store: Store, day: date) -> bool:
    hours = _hours_on(store, day)
    return bool(hours) and hours.lower() != "closed"


def _hours_on(store: Store, day: date) -> str:
    return next((hours for name, hours in store.opening_hours.items() if name.lower() == WEEK[day.weekday()]), "")


def _open_from(store: Store, day: date) -> str:
    return _in_words(_hours_on(store, day))


def _in_words(hours: str) -> str:
    """ "09:30-20:00" as "from nine thirty in the morning to eight in the evening"; other forms as they are written."""
    found = re.fullmatch(r"(\d\d?):(\d\d) ?- ?(\d\d?):(\d\d)", hours)
    if found is None:
        return hours
    return f"from {_hour(int(found[1]), int(found[2]))} to {_hour(int(found[3]), int(found[4]))}"


def _hour(hour: int, minute: int) -> str:
    part = "in the morning" if hour < NOON else "in the afternoon" if hour < EVENING else "in the evening"
    spoken = number_in_words((hour - 1) % 12 + 1)
    return f"{spoken}{f' {number_in_words(minute)}' if minute else ''} {part}"


def _left(choice: Choice, store: str) -> int:
    return sum(variant.stock.get(store, 0) for variant in choice.variants)


def _hours(store: Store) -> str:
    """Days in a row with the same hours are told together."""
    return ", ".join(f"{_days(days)} {hours}" for days, hours in _rows(store))


def _place_in_week(day: str) -> int:
    return WEEK.index(day.lower()) if day.lower() in WEEK else len(WEEK)


def _hours_spoken(store: Store) -> str:
    """As it is said; days in a row with the same hours together, and closed ones last. Nothing where nobody knows."""
    rows = _rows(store)
    if not rows:
        return ""
    opened = [f"{_days(days)} {_in_words(hours)}" for days, hours in rows if hours.lower() != "closed"]
    shut = [_days(days) for days, hours in rows if hours.lower() == "closed"]
    return f"It is open {', '.join(opened)}{f', and closed {listing(shut)}' if shut else ''}."


def _rows(store: Store) -> list[tuple[list[str], str]]:
    rows: list[tuple[list[str], str]] = []
    for day, hours in sorted(store.opening_hours.items(), key=lambda item: _place_in_week(item[0])):
        if rows and rows[-1][1] == hours:
            rows[-1][0].append(day)
        else:
            rows.append(([day], hours))
    return rows


def _days(days: Sequence[str]) -> str:
    return days[0].capitalize() if len(days) == 1 else f"{days[0].capitalize()} to {days[-1].capitalize()}"


def _mentioned(store_name: str, question: str) -> bool:
    """A store is named by a word of its name that no other shop word shares, such as its part of town."""
    words = {word for word in store_name.lower().split() if len(word) > 3 and word not in {"aisle", "store", "shop"}}
    return bool(words & set(question.lower().replace("?", " ").split()))
