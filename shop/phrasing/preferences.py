"""What is said of what the assistant knows of a shopper, and of what it may know."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from shop.phrasing.naming import spoken_size, spoken_title
from shop.phrasing.tastes import plural
from shop.preferences.preference import LOW_PRICES, SLOWER, Aim, Kind, Preference, Source, Stance
from shop.preferences.stored_preferences import Changed
from shop.reply import Answer
from shop.spoken import listing, number_in_words
from shop.usual.meanings import Meaning

StoreName = Callable[[str], str]
SPOKEN_AT_ONCE = 3
EXAMPLES = ("My shoe size is nine", "I'm vegan", "What do you know about me?")
HARD = frozenset({Kind.DIET, Kind.ALLERGY})
_OWN = {"": "your size", "shoe width": "your shoe width"}


def changed(change: Changed, *, store: StoreName, look_again: bool) -> Answer:
    parts = [*_told(change.told, store), *_gone(change.gone, store), *_unknown(change)]
    said = " ".join(parts)
    if look_again:
        return _asking(f"{said} Shall I look again?", suggestions=("Yes, look again", "No"))
    return _saying(said or "All right.", suggestions=("What do you know about me?",))


def noted(told: Sequence[Preference], *, store: StoreName) -> Answer:
    """Short, since what was asked for comes right after it."""
    return _saying(f"I'll remember that {listing([fact(one, store=store) for one in told])}.")


def known(every: Sequence[Preference], *, store: StoreName, meanings: Sequence[Meaning] = ()) -> Answer:
    """Short for the ear; the whole on screen, with where each comes from."""
    if not every and not meanings:
        return _asking(
            "I don't know anything about you yet. Tell me, for example, your shoe size, or what you don't eat."
        )
    facts = [*(fact(one, store=store) for one in every), *map(_meant, meanings)]
    sources = [*map(_source, every), *(f"you corrected me{_on(one.told_at)}" for one in meanings)]
    told, more = facts[:SPOKEN_AT_ONCE], len(facts) - SPOKEN_AT_ONCE
    rest = f" And {number_in_words(more)} more, which you can see on the screen." if more > 0 else ""
    lines = "\n".join(f"- {_first_upper(one)} ({source})" for one, source in zip(facts, sources, strict=True))
    return Answer(
        speech=f"I know that {listing(told)}.{rest} You can change or forget any of it.",
        text=f'What I know about you:\n{lines}\nSay "forget" and what, or "forget everything about me".',
        suggestions=_forgetting(every, meanings),
    )


def meanings_forgotten(gone: Sequence[Meaning], words: str) -> Answer:
    if gone:
        named = [f"what you mean by {one.word}" if one.word else f"that you want the {one.title}" for one in gone]
        return _saying(f"All right, I've forgotten {listing(named)}.")
    return _saying(f"I have nothing noted about {words or 'that'}, so there is nothing to forget.")


def of_asked(every: Sequence[Preference], aims: Sequence[Aim], *, store: StoreName) -> Answer:
    if every:
        return _saying(
            _first_upper(f"{listing([fact(one, store=store) for one in every])}."), suggestions=_forgetting(every, ())
        )
    return _asking(f"I don't know {_called(aims[0])} yet. {_what(aims[0])}")


def asks_value(about: str) -> Answer:
    return _asking(f"Gladly. What is {_size_of(about)}?")


def asks_brand() -> Answer:
    return _asking("Which brand do you mean?")


def nothing_read() -> Answer:
    return _asking(
        "I can remember your sizes, what you don't eat or wear, brands and colors, your store and a budget. "
        "What shall I remember?",
        suggestions=EXAMPLES,
    )


def forget_everything_first(*, everything: bool) -> Answer:
    if everything:
        return _asking(
            "Your orders are kept, because the law wants them kept. "
            "Shall I forget everything else about you: preferences, sizes, alerts and what we talked about?",
            suggestions=("Yes, forget everything", "No"),
        )
    return _asking("Shall I forget all your preferences?", suggestions=("Yes, forget them", "No"))


def forgotten(*, everything: bool) -> Answer:
    if everything:
        return _saying(
            "Done. I've forgotten your preferences, sizes, alerts and our conversations. "
            "Your orders are kept by law, and your cart is as you left it."
        )
    return _saying("Done. I've forgotten all your preferences.")


def learning(*, may: bool) -> Answer:
    if may:
        return _saying("All right. From now on I'll learn from what you look at and buy.")
    return _saying(
        "Done. I've stopped learning from what you look at and buy, and what I had learned is gone. "
        "What you told me of yourself stays until you say forget."
    )


def fact(one: Preference, *, store: StoreName) -> str:
    """In the second person: "you're vegan", "your shoe size is nine"."""
    whose = one.about if one.kind in {Kind.DIET, Kind.ALLERGY} else ""
    be = f"your {whose} is" if whose else "you're"
    sentences: dict[Kind, Callable[[], str]] = {
        Kind.DIET: lambda: _diet(one, be),
        Kind.ALLERGY: lambda: f"{be} allergic to {plural(one.value)}",
        Kind.SIZE: lambda: f"{_size_of(one.about)} is {spoken_size(_spoken_number(one.value))}",
        Kind.STORE: lambda: f"you shop at {store(one.value) or one.value}",
        Kind.BUDGET: lambda: _budget(one),
        Kind.NAME: lambda: f"your name is {one.value}",
        Kind.PACE: lambda: "I speak slower for you" if one.value == SLOWER else "I speak at the usual pace",
        Kind.HOUSEHOLD: lambda: f"there {'is' if one.value.startswith(('one', 'a ')) else 'are'} {one.value} at home",
    }
    liking = "like" if one.stance is Stance.LIKES else "don't like"
    return sentences.get(one.kind, lambda: f"you {liking} {one.value}")()


def _meant(one: Meaning) -> str:
    if one.word:
        return f"when you say {one.word}, you mean the {spoken_title(one.title)}"
    return f"you want the {spoken_title(one.title)} instead of the {spoken_title(one.instead_of)}"


def _told(told: Sequence[Preference], store: StoreName) -> list[str]:
    if not told:
        return []
    if [one.kind for one in told] == [Kind.NAME]:
        return [f"Nice to meet you, {told[0].value}."]
    if [one.kind for one in told] == [Kind.PACE]:
        return ["All right, I'll speak slower." if told[0].value == SLOWER else "All right, back to the usual pace."]
    said = f"All right, I'll remember that {listing([fact(one, store=store) for one in told])}."
    hard = any((one.kind in HARD and not one.about) or one.stance is Stance.AVOIDS for one in told)
    return [said, "I'll leave out what doesn't go with it."] if hard else [said]


def _gone(gone: Sequence[Preference], store: StoreName) -> list[str]:
    named = [_thing(one, store) for one in gone]
    return [f"I've forgotten {listing(named)}."] if named else []


def _unknown(change: Changed) -> list[str]:
    if change.told or change.gone or not change.unknown:
        return []
    aim = change.unknown[0]
    noted = aim.value or _called(aim).removeprefix("of any ")
    return [f"I have nothing noted about {noted}, so there is nothing to forget."]


def _thing(one: Preference, store: StoreName) -> str:
    """As something that was known: "your shoe size", "that you're vegan"."""
    if one.kind is Kind.SIZE:
        return _size_of(one.about)
    if one.kind in {Kind.NAME, Kind.STORE, Kind.BUDGET} or not one.value:
        return _called(Aim(kind=one.kind))
    return f"that {fact(one, store=store)}"


def _called(aim: Aim) -> str:
    if aim.kind is Kind.SIZE:
        return _size_of(aim.about or "")
    if aim.value:
        return f"anything like that about {aim.value}"
    names = {
        Kind.DIET: "how you eat", Kind.ALLERGY: "of any allergies", Kind.BRAND: "which brands you like",
        Kind.COLOR: "your favorite color", Kind.MATERIAL: "which materials you like", Kind.STORE: "your store",
        Kind.BUDGET: "your budget", Kind.NAME: "your name", Kind.HOUSEHOLD: "who lives with you",
        Kind.PACE: "how fast you like me to speak",
    }  # fmt: skip
    return names.get(aim.kind, "that")


def _what(aim: Aim) -> str:
    return {
        Kind.SIZE: "What is it?",
        Kind.NAME: "What shall I call you?",
        Kind.STORE: "Which one is it?",
        Kind.ALLERGY: "Is there anything you can't have?",
    }.get(aim.kind, "Would you like to tell me?")


def _diet(one: Preference, be: str) -> str:
    if one.stance is not Stance.IS:
        return f"you {'like' if one.stance is Stance.LIKES else 'leave out'} {plural(one.value)}"
    if one.value == "everything":
        return "you eat everything"
    is_food = one.value.endswith("-free") or one.value.startswith("low-") or one.value in {"halal", "kosher", "keto"}
    if not is_food:
        return f"{be} {one.value}"
    return f"your {one.about} eats {one.value}" if one.about else f"you eat {one.value}"


def _budget(one: Preference) -> str:
    what = f" on {one.about}" if one.about else ""
    if one.value == LOW_PRICES:
        return f"you like low prices{what}"
    amount = int(one.value.split()[0])
    written = number_in_words(amount // 100) if amount % 100 == 0 else f"{amount / 100:.2f}"
    return f"you spend at most {written}{what}"


def _size_of(about: str) -> str:
    """ "Your shoe size", "your son's size in tops"."""
    who, _, goods = about.rpartition(": ")
    if not who and goods in _OWN:
        return _OWN[goods]
    if who:
        return f"your {who}'s size{f' in {goods}' if goods else ''}"
    one = {"shoes": "shoe", "dresses": "dress", "hats": "hat", "gloves": "glove", "rings": "ring", "bras": "bra"}
    return f"your {one[goods]} size" if goods in one else f"your size in {goods}"


def _spoken_number(size: str) -> str:
    found = re.fullmatch(r"(\d{1,2})(\.5)?", size)
    if found is None:
        return size
    return number_in_words(int(found[1])) + (" and a half" if found[2] else "")


def _source(one: Preference) -> str:
    if one.source is Source.SHOP:
        return "from your customer account"
    return f"you told me{_on(one.told_at)}"


def _on(told_at: datetime | None) -> str:
    return f" on {told_at:%B} {told_at.day}" if told_at else ""


def _forgetting(every: Sequence[Preference], meanings: Sequence[Meaning]) -> tuple[str, ...]:
    sizes = [one for one in every if one.kind is Kind.SIZE and one.about == "shoes"]
    words = [f"Forget what I mean by {one.word}" for one in meanings if one.word]
    return (*(["Forget my shoe size"] if sizes else []), *words[:1]) or ("Forget everything about me",)


def _first_upper(said: str) -> str:
    return said[:1].upper() + said[1:]


def _saying(said: str, *, suggestions: tuple[str, ...] = ()) -> Answer:
    return Answer(speech=said, text=said, suggestions=suggestions)


def _asking(said: str, *, suggestions: tuple[str, ...] = ()) -> Answer:
    return Answer(speech=said, text=said, suggestions=suggestions, expects_reply=True)
