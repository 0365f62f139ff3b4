"""The form that takes a claim of a lower price: of what, how much, where, and a link that shows it."""

import re
from collections.abc import Sequence
from typing import Any

from actions.forms.form import FormTurn, Question, Taken
from actions.orders.talk import orders_meant
from actions.products.meant import talked_about
from actions.services import Services
from catalog.money import Money
from catalog.product import ProductCard
from catalog.stages import Stopwatch
from shop.orders.meant import Bought
from shop.phrasing import price_matching as phrasing
from shop.price_matching.claim import Case, Claim, Outcome
from shop.price_matching.naming import named_best, naming_words
from shop.price_matching.said import Seen, link_said, price_said, seller_said
from shop.references import referred, titled
from shop.reply import Answer

PRODUCT, PRICE, SELLER, PROOF = (
    "price_match_product",
    "price_match_price",
    "price_match_seller",
    "price_match_proof",
)
NONE = "none"
BOUGHT = "bought"
OFFERED = 3
LOOKED_AT = 12
UNNAMED = "another shop"
NO_LINK = re.compile(
    r"\b(no|nope|none|don'?t|do not|can'?t|cannot|haven'?t|without|not|nah|in the store|in person|paper|flyer)\b"
)
HAS_LINK = re.compile(r"://")
BOUGHT_HERE = re.compile(
    r"\b(?:i|we) (?:already |just )?(?:bought|ordered|paid|got) (?:it|this|that|the|my|one)\b"
    r".*\b(?:here|you|now|today|difference)\b|\bdifference\b"
)
NOT_TOLD = re.compile(r"\b(don'?t (know|remember)|not sure|no idea|forgot|can'?t (say|tell|remember)|rather not)\b")


class PriceMatchForm:
    """Slots hold ids, an amount and whether proof was given; the claim itself is kept with its case."""

    name = "price_match_form"
    called = "the price match"
    slots: Sequence[str] = (PRODUCT, PRICE, SELLER, PROOF)
    begun_by: frozenset[str] = frozenset()

    def __init__(self, services: Services) -> None:
        self._services = services

    async def begin(self, turn: FormTurn) -> Taken:
        return await self._read(turn, dict(turn.slots), is_new=True)

    async def take(self, turn: FormTurn) -> Taken | None:
        slots = dict(turn.slots)
        taken = await self._read(turn, slots, is_new=False)
        names_goods = bool(self._services.reader().goods_named(turn.said.text))
        if turn.requested == PRODUCT and taken.slots.get(PRODUCT) is None and names_goods:
            return taken
        changed = any(turn.slots.get(name) != value for name, value in taken.slots.items())
        return taken if taken.done or taken.told or changed else None

    async def go_on(self, turn: FormTurn) -> Taken:
        return Taken()

    async def ask(self, slot: str, turn: FormTurn, *, again: bool) -> Question:
        if slot == PRODUCT:
            return await self._which_product(turn, again=again)
        if slot == PRICE:
            return Question(answer=phrasing.which_price(turn.slots[PRODUCT]["title"], again=again))
        if slot == SELLER:
            return Question(answer=phrasing.which_seller(again=again))
        return Question(answer=phrasing.which_proof(again=again))

    async def leave(self, turn: FormTurn) -> Answer:
        return phrasing.left()

    async def _read(self, turn: FormTurn, slots: dict[str, Any], *, is_new: bool) -> Taken:
        text = turn.said.text
        if slots[PRODUCT] is None:
            slots[PRODUCT] = _noting_purchase(await self._product(turn, is_new=is_new), text)
        else:
            slots[PRODUCT] = _noting_purchase(slots[PRODUCT], text)
        seen = price_said(text, currency=_currency(slots), asked=turn.requested == PRICE)
        if seen is not None and (slots[PRICE] is None or turn.requested == PRICE):
            slots[PRICE] = _kept(seen)
        seller = self._seller(text, asked=turn.requested == SELLER)
        if turn.requested == SELLER and seller is None and (NOT_TOLD.search(text.lower()) or turn.times > 1):
            seller = UNNAMED
        slots[SELLER] = slots[SELLER] or seller
        link = link_said(text)
        if turn.requested == PROOF and link is None and HAS_LINK.search(text):
            return Taken(slots=slots, told=phrasing.not_a_link())
        if link is None and turn.requested == PROOF and NO_LINK.search(text.lower()):
            slots[PROOF] = NONE
        elif link is not None:
            slots[PROOF] = link
        if all(slots[name] is not None for name in self.slots):
            return await self._claimed(turn, slots)
        return Taken(slots=slots)

    def _seller(self, text: str, *, asked: bool) -> str | None:
        """ "The price on the down jacket" is at no shop of that name."""
        seller = seller_said(text, asked=asked)
        return None if seller and not asked and self._services.reader().goods_named(seller) else seller

    async def _claimed(self, turn: FormTurn, slots: dict[str, Any]) -> Taken:
        product = slots[PRODUCT]
        cards = await self._services.products.cards([(product["id"], product["variant_id"])])
        seen = _seen(slots[PRICE]).against(cards[0].price) if cards else None
        if not cards or seen is None or seen.amount_minor <= 0:
            return Taken(slots={PRODUCT: None if not cards else product, PRICE: None})
        card = cards[0]
        bought = await self._bought(turn, card.variant_id) if product.get(BOUGHT) else None
        claim = Claim(
            product_id=card.id,
            variant_id=card.variant_id,
            title=card.title,
            ours=card.price,
            seen=seen,
            seller=slots[SELLER],
            proof_url=None if slots[PROOF] == NONE else slots[PROOF],
            words=turn.said.text,
            order_id=bought.order.id if bought else None,
            bought_at=bought.order.placed_at if bought else None,
        )
        matches = self._services.commerce.price_matches
        case = await matches.claim(turn.said.shopper_id, claim=claim, turn_id=turn.said.turn_id)
        return self._told(case, card)

    def _told(self, case: Case, card: ProductCard) -> Taken:
        answer = phrasing.outcome(case, ours=card.price, now=self._services.now())
        asked = None
        if case.decision.outcome is Outcome.APPROVED:
            asked = {"kind": "instead", "product_id": card.id, "chosen": dict(card.attributes), "quantity": 1}
        return Taken(told=answer, done=True, asked=asked)

    async def _bought(self, turn: FormTurn, variant_id: str) -> Bought | None:
        """What was bought of it already, where the difference is asked for."""
        orders = await self._services.commerce.orders.of_shopper(turn.said.shopper_id)
        things = [Bought(order=order, position=at) for order in orders for at in range(len(order.lines))]
        return next((thing for thing in things if thing.line.variant_id == variant_id), None)

    async def _product(self, turn: FormTurn, *, is_new: bool) -> dict[str, str] | None:
        """What is talked about, pointed at or named by its title; several that may be meant are asked about."""
        said = turn.said
        shown, focus = await talked_about(self._services, said)
        offered = [tuple(pair) for pair in turn.about.get("offered", ())]
        cards = await self._services.products.cards(offered) if offered else shown
        goods = self._services.reader().goods_named(said.text)
        if called := titled(said.text, [*cards, *([focus] if focus else [])]):
            return _card(called)
        pointed = referred(said.text, cards, in_focus=focus, explicitly=bool(offered))
        if len(pointed) == 1 and (not goods or offered):
            return _card(pointed[0])
        if bought := await self._bought_so(turn):
            return bought
        if named := await self._named(said.text, cards if offered else ()):
            return _card(named[0]) if len(named) == 1 else None
        if not goods and offered and turn.intent == "affirm" and len(cards) == 1:
            return _card(cards[0])
        return _card(focus) if focus is not None and _is_of_it(focus, goods, is_new=is_new) else None

    async def _named(self, text: str, offered: Sequence[ProductCard]) -> Sequence[ProductCard]:
        """By brand and name, of what was offered before or else of all that the shop sells."""
        words = naming_words(text)
        if best := named_best(words, offered):
            return best
        query = self._services.reader().parse(" ".join(words))
        if not query.text and not query.brands:
            return ()
        found = await self._services.finding.find(query, limit=LOOKED_AT, stopwatch=Stopwatch())
        return named_best(words, found.cards)

    async def _bought_so(self, turn: FormTurn) -> dict[str, str] | None:
        if not BOUGHT_HERE.search(turn.said.text.lower()):
            return None
        orders = await self._services.commerce.orders.of_shopper(turn.said.shopper_id)
        found = await orders_meant(self._services, turn.said, orders)
        for thing in found.bought[:1]:
            line = thing.line
            return {"id": line.product_id, "variant_id": line.variant_id, "title": line.title}
        return None

    async def _which_product(self, turn: FormTurn, *, again: bool) -> Question:
        cards = await self._fitting(turn, again=again)
        if not cards:
            return Question(answer=phrasing.which_product(again=again))
        about = {"offered": [[card.id, card.variant_id] for card in cards]}
        return Question(answer=phrasing.which_of(cards), about=about)

    async def _fitting(self, turn: FormTurn, *, again: bool) -> Sequence[ProductCard]:
        """What the words may mean; where they name nothing, what was offered before."""
        text = turn.said.text
        offered = await self._services.products.cards([tuple(pair) for pair in turn.about.get("offered", ())])
        if named := await self._named(text, offered):
            return named[:OFFERED]
        goods = self._services.reader().goods_named(text)
        if not goods:
            return offered
        query = self._services.reader().parse(text if again else goods)
        found = await self._services.finding.find(query, limit=OFFERED, stopwatch=Stopwatch())
        return found.cards


def _is_of_it(focus: ProductCard, goods: str, *, is_new: bool) -> bool:
    """Whether a claim that names no product is of the one that is talked about."""
    if not goods:
        return is_new
    return set(goods.split()) <= set(f"{focus.title} {focus.category}".lower().split())


def _noting_purchase(product: dict[str, Any] | None, text: str) -> dict[str, Any] | None:
    """Whoever has bought it already asks for the difference, in whatever sentence that was said."""
    if product is None or not BOUGHT_HERE.search(text.lower()):
        return product
    return {**product, BOUGHT: True}


def _card(card: ProductCard) -> dict[str, str]:
    return {"id": card.id, "variant_id": card.variant_id, "title": card.title, "currency": card.price.currency}


def _currency(slots: dict[str, Any]) -> str:
    return (slots[PRODUCT] or {}).get("currency") or "USD"


def _kept(seen: Seen) -> dict[str, Any]:
    price = seen.price
    return {
        "amount_minor": price.amount_minor if price else None,
        "currency": price.currency if price else None,
        "less_minor": seen.less_minor,
        "less_percent": seen.less_percent,
    }


def _seen(kept: dict[str, Any]) -> Seen:
    price = None
    if kept["amount_minor"] is not None:
        price = Money(amount_minor=int(kept["amount_minor"]), currency=kept["currency"])
    return Seen(price=price, less_minor=kept["less_minor"], less_percent=kept["less_percent"])
