"""What is said of a shopper's habits."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from catalog.product import ProductCard
from catalog.query import Query
from shop.phrasing.naming import choice, spoken_title, with_choice, with_price
from shop.reply import Answer
from shop.shopping_list import Added
from shop.spoken import counted, listing, number_in_words, price_in_words, price_written
from shop.usual.habits import Habit
from shop.usual.history import Bought

WORD = re.compile(r"[^\W_]+")
AGAIN_AND_AGAIN = 3
SPOKEN_OF_BASKET = 4
OWN_FIRST = "Starting with what you've bought before:"


def bought_before(habit: Habit, *, now: datetime) -> str:
    times = len(habit.bought.times)
    if habit.last is None:
        return "you asked for it instead before"
    when = _when(habit.last, now)
    return (
        f"you have bought it {counted(times, 'time')}, {when}" if times >= AGAIN_AND_AGAIN else f"you bought it {when}"
    )


def added(one: Added, *, alone: bool) -> str:
    """ "your usual Oatfellow Barista Oat Milk, two cartons, as always" with no more than what was asked for."""
    habit = one.habit
    title = f"your usual {with_choice(one.line.title, one.line.attributes)}"
    if one.quantity > 1:
        title = f"{number_in_words(one.quantity)} of {title}"
    if alone and habit is not None and habit.quantity == one.quantity > 1:
        return f"{title}, as always"
    return title


def amount_hint(one: Added) -> str:
    """What is usually taken is offered in words, never added by itself."""
    habit = one.habit
    if habit is None or one.asked.quantity is not None or habit.quantity <= one.quantity:
        return ""
    return f" You usually take {number_in_words(habit.quantity)}."


def not_known(goods: str, *, has_history: bool) -> Answer:
    """Where a usual one was asked for that nobody has; one who never bought here may only have to sign in."""
    sign_in = "" if has_history else " If you have an account, sign in and I'll know."
    said = f"I don't know your usual {goods or 'things'} yet.{sign_in}"
    if not goods:
        return Answer(speech=said, text=said)
    asked = f"{said} Shall I look for {goods}?"
    return Answer(speech=asked, text=asked, suggestions=("Yes", "No"), expects_reply=True)


def unknown(query: Query) -> str:
    return f"I don't know your usual {query.text or 'one'} yet. "


def gone(habit: Habit) -> str:
    why = "isn't sold here any more" if habit.bought.available is None else "is sold out right now"
    return f"Your usual {spoken_title(habit.bought.title)} {why}. "


def was_usual(habit: Habit) -> Answer:
    said = f"{gone(habit)}Shall I look for something like it?"
    return Answer(speech=said, text=said, suggestions=("Yes", "No"), expects_reply=True)


def led_by(lead: str, answer: Answer) -> Answer:
    return replace(answer, speech=f"{lead}{answer.speech}", text=f"{lead}{answer.text}")


def instead(habit: Habit, card: ProductCard) -> Answer:
    lead = gone(habit)
    return Answer(
        speech=f"{lead}The nearest is {with_price(card)}. Shall I add that instead?",
        text=f"{lead}The nearest is {card.title} at {price_written(card.price)}. Shall I add that instead?",
        products=(card,),
        suggestions=("Yes, add it", "No"),
        expects_reply=True,
    )


def as_last_time(card: ProductCard, bought: Bought, required: Sequence[str]) -> Answer:
    """What is worn comes in the size that the shopper says; what they took before is only offered."""
    chosen = {name: bought.attributes[name] for name in required if name in bought.attributes}
    said = choice(chosen)
    words = f"in your {said}" if said.startswith("size") else f"{said.replace(', size', ', your size')}"
    asked = f"{words[0].upper()}{words[1:]}, as last time?"
    return Answer(
        speech=f"The {spoken_title(card.title)}: {asked[0].lower()}{asked[1:]}",
        text=f"{card.title}. {asked}",
        products=(card,),
        suggestions=("Yes", "Another size"),
        expects_reply=True,
    )


def is_yours(habit: Habit, card: ProductCard, goods: str) -> Answer:
    """The usual one where it is asked for: told, and offered."""
    many = f" You usually take {number_in_words(habit.quantity)}." if habit.quantity > 1 else ""
    question = "Shall I add it?" if habit.quantity == 1 else "Shall I add that many?"
    lead = f"Your usual {goods} is"
    return Answer(
        speech=f"{lead} {with_price(card)}.{many} {question}",
        text=f"{lead} the {card.title} at {price_written(card.price)}.{many} {question}",
        products=(card,),
        suggestions=("Yes, add it" if habit.quantity == 1 else "Yes, add them", "No"),
        expects_reply=True,
    )


def basket(cards: Sequence[tuple[ProductCard, int]], *, is_due: bool = True) -> Answer:
    """What is due, or what is usual where that was asked for, in short, before anything is added."""
    names = [f"{number_in_words(number)} {spoken_title(card.title)}" for card, number in cards]
    total = sum((card.price.times(number).amount_minor for card, number in cards))
    price = type(cards[0][0].price)(amount_minor=total, currency=cards[0][0].price.currency)
    told = names[:SPOKEN_OF_BASKET]
    if len(names) > SPOKEN_OF_BASKET:
        told.append(counted(len(names) - SPOKEN_OF_BASKET, "more thing"))
    lead = f"You're due for {counted(len(cards), 'thing')}:" if is_due else "You most often buy"
    them, together = ("them", " together") if len(cards) > 1 else ("it", "")
    return Answer(
        speech=f"{lead} {listing(told)}, {price_in_words(price)}{together}. Shall I add {them}?",
        text=f"{lead} {listing(names)}, {price_written(price)}{together}. Shall I add {them}?",
        products=tuple(card for card, _ in cards),
        suggestions=(f"Yes, add {them}", "No"),
        expects_reply=True,
    )


def nothing_due(*, has_history: bool) -> Answer:
    if has_history:
        said = "Nothing you buy regularly is due yet. Name what you need, and I'll add it."
    else:
        said = "I don't know your usual groceries yet. Sign in, or tell me what you need, and I'll learn."
    return Answer(speech=said, text=said, suggestions=("Add milk", "Show my cart"), expects_reply=True)


def ends_in(title: str, name: str) -> bool:
    """Whether a title, without its tail of packs, names this at its end: "Barista Oat Milk" is a milk."""
    called = [word.removesuffix("s") for word in WORD.findall(spoken_title(title).lower())]
    asked = [word.removesuffix("s") for word in WORD.findall(name.lower())]
    return bool(asked) and called[-len(asked) :] == asked


def _when(at: datetime, now: datetime) -> str:
    days = (now - at).days
    if days < 2:
        return "yesterday" if days else "today"
    if days < 14:
        return f"{number_in_words(days)} days ago"
    if days < 60:
        return f"{number_in_words(days // 7)} weeks ago"
    return f"{number_in_words(days // 30)} months ago"
