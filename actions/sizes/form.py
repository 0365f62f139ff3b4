"""The form that finds a size: what is usually worn, or a body's measures; every question may be passed over."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from actions.forms.form import FormTurn, Question, Taken
from actions.services import Services
from actions.sizes.advising import (
    SKIPS,
    Told,
    Wanted,
    advice_on,
    done,
    measure_wanted,
    next_question,
    remember,
    told_in,
    wanted_of,
)
from shop.phrasing import size_questions as questions
from shop.phrasing import sizes as phrasing
from shop.reply import Answer
from shop.sizes.advice import Advice, narrowed
from shop.sizes.asked import likes_it_roomy
from shop.sizes.ladder import same
from shop.sizes.usual_spoken import read_usual

PASSED, GIVEN, NOT_ASKED = "passed", "given", "none"
MEASURED = {"size_height": "height_cm", "size_weight": "weight_kg", "size_age": "age"}
# Asked for a size or a body's measures in one question, whoever passes it over has passed over all of them.
ALL_QUESTIONS = ("size_usual", "size_height", "size_weight", "size_age", "size_measure")
REFUSES = re.compile(r"\b(?:rather not|none of your|private|personal|don'?t want to|not telling|prefer not)\b")
FIRST_PERSON = re.compile(
    r"\b(?:i'?m|i am|i weigh|my|i wear|i take|tall|he'?s|she'?s|usually|normally)\b", re.IGNORECASE
)
A_QUESTION = re.compile(
    r"^\W*(?:does|do|did|is|are|what|how|why|when|where|who|which|can|could|would|will|show|find)\b", re.IGNORECASE
)


class SizeForm:
    name = "size_form"
    called = "sizing"
    slots: Sequence[str] = (
        "size_product",
        "size_usual",
        "size_height",
        "size_weight",
        "size_age",
        "size_measure",
        "size_fit",
    )
    # Its intent is answered by an action, which opens the form only where something has to be asked.
    begun_by: frozenset[str] = frozenset()

    def __init__(self, services: Services) -> None:
        self._services = services

    async def begin(self, turn: FormTurn) -> Taken:
        return await self._gone_on(turn, turn.slots)

    async def go_on(self, turn: FormTurn) -> Taken:
        """Whoever has put it into the cart meanwhile has chosen a size."""
        of = turn.slots.get("size_product") or {}
        cart = await self._services.carts.cart_of(turn.said.shopper_id)
        if any(line.product_id == of.get("id") for line in cart.lines):
            return Taken(done=True)
        return await self._gone_on(turn, turn.slots)

    async def take(self, turn: FormTurn) -> Taken | None:
        wanted = await self._wanted(turn.slots)
        if wanted is None:
            return Taken(done=True)
        if turn.requested == "size_fit":
            return await self._fit(turn, wanted)
        if turn.requested and _passes(turn):
            refused = ALL_QUESTIONS if turn.requested == "size_usual" or REFUSES.search(_plain(turn)) else ()
            return await self._gone_on(turn, {**turn.slots, **dict.fromkeys((turn.requested, *refused), PASSED)})
        return await self._answered(turn, wanted)

    async def _answered(self, turn: FormTurn, wanted: Wanted) -> Taken | None:
        if A_QUESTION.match(turn.said.text) or self._is_about_goods(turn):
            return None
        told = self._told(turn, wanted)
        if told.read.odd and not told.anything:
            gone_on = await self._gone_on(turn, turn.slots)
            return Taken(slots=gone_on.slots, told=questions.odd())
        if not told.anything:
            return None
        await remember(self._services, turn.said, told, wanted, wearer=wanted.wearer)
        return await self._gone_on(turn, {**turn.slots, **_given(told)})

    async def ask(self, slot: str, turn: FormTurn, *, again: bool) -> Question:
        wanted = await self._wanted(turn.slots)
        if wanted is None:
            return Question(answer=phrasing.which_product(noted=False))
        if slot == "size_fit":
            advice, _ = await advice_on(self._services, turn.said, wanted)
            return Question(answer=phrasing.between(advice, wanted.goods, again=again))
        return Question(answer=self._question(slot, wanted, again=again))

    async def leave(self, turn: FormTurn) -> Answer:
        return questions.left()

    def _question(self, slot: str, wanted: Wanted, *, again: bool) -> Answer:
        wearer = wanted.wearer
        if slot == "size_height":
            return questions.height(wearer=wearer, again=again)
        if slot == "size_weight":
            return questions.weight(wearer=wearer, again=again)
        if slot == "size_age":
            return questions.age(wearer=wearer)
        if slot == "size_measure" and (name := measure_wanted(wanted.goods)):
            return questions.measure(name, wearer=wearer)
        has_model = self._services.sizes.has_model(wanted.goods.chart, wanted.goods.offered)
        return questions.usual(wanted.card, wanted.goods, wearer=wearer, has_model=has_model, again=again)

    async def _gone_on(self, turn: FormTurn, slots: Mapping[str, Any]) -> Taken:
        """Done as soon as a size is sure enough, or nothing more can be asked."""
        wanted = await self._wanted(slots)
        if wanted is None:
            return Taken(told=phrasing.which_product(noted=False), done=True)
        advice, known = await advice_on(self._services, turn.said, wanted)
        if advice.is_sure:
            return done(wanted, advice, turn.said)
        if advice.is_between:
            return await self._by_fit(turn, wanted, advice, slots)
        asking = None if advice.beyond else next_question(self._services, wanted, known, slots)
        if asking is None:
            return done(wanted, advice, turn.said)
        return Taken(slots=_asking_for(asking, slots))

    async def _by_fit(self, turn: FormTurn, wanted: Wanted, advice: Advice, slots: Mapping[str, Any]) -> Taken:
        roomy = likes_it_roomy(turn.said.text)
        if roomy is not None and turn.requested is not None:
            return done(wanted, narrowed(advice, roomy=roomy), turn.said)
        return Taken(slots=_asking_for("size_fit", slots))

    async def _fit(self, turn: FormTurn, wanted: Wanted) -> Taken | None:
        """How it should fit, or which of the two it is to be."""
        advice, _ = await advice_on(self._services, turn.said, wanted)
        if not advice.is_between:
            return await self._gone_on(turn, turn.slots)
        roomy = likes_it_roomy(turn.said.text)
        named = read_usual(turn.said.text, bare=True)
        if roomy is None and named is not None:
            places = [place for place, size in enumerate(advice.sizes) if same(size, named.size)]
            roomy = bool(places[0]) if places else None
        if roomy is not None:
            return done(wanted, narrowed(advice, roomy=roomy), turn.said)
        if _passes(turn):
            return done(wanted, narrowed(advice, roomy=True), turn.said)
        return None

    def _told(self, turn: FormTurn, wanted: Wanted) -> Told:
        asked = MEASURED.get(turn.requested or "")
        if turn.requested == "size_measure":
            asked = measure_wanted(wanted.goods)
        bare = turn.requested in {"size_usual", "size_height", "size_weight", "size_measure"} and asked is None
        return told_in(self._services, turn.said.text, pounds=wanted.pounds, asked=asked, bare=bare)

    def _is_about_goods(self, turn: FormTurn) -> bool:
        """ "Two pounds of apples" weigh nothing of the shopper's."""
        return self._services.reader().names_goods(turn.said.text) and not FIRST_PERSON.search(turn.said.text)

    async def _wanted(self, slots: Mapping[str, Any]) -> Wanted | None:
        of = slots.get("size_product")
        if not isinstance(of, Mapping):
            return None
        return await wanted_of(self._services, of["id"], of.get("wearer", ""), of.get("between", ()))


def opened_for(wanted: Wanted) -> dict[str, Any]:
    """What the slot `size_product` holds: of which product, and for whom; nothing of a body."""
    return {"id": wanted.product.id, "wearer": wanted.wearer, "between": list(wanted.between)}


def _passes(turn: FormTurn) -> bool:
    return SKIPS.search(_plain(turn)) is not None or turn.intent == "deny"


def _plain(turn: FormTurn) -> str:
    return turn.said.text.lower().replace("\u2019", "'")


def _given(told: Told) -> dict[str, str]:
    given = {slot: GIVEN for slot, name in MEASURED.items() if name in told.read.values}
    return {**given, **({"size_usual": GIVEN} if told.usual else {})}


def _asking_for(slot: str, slots: Mapping[str, Any]) -> dict[str, Any]:
    """All before it count as settled."""
    settled = {name: slots.get(name) or NOT_ASKED for name in SizeForm.slots}
    return {**settled, slot: None}
