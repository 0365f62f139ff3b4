"""Stand-ins with the behaviour that matters, for everything that would need a socket or a database."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime

from assistant.dialogue import DialogueAnswer
from assistant.turn_records import Answered, Busy, Claim, Failure
from catalog.money import Money
from catalog.product import Product, ProductCard, Variant
from catalog.query import Query
from rerank.browsing import Browsed
from rerank.recommending import Visit
from shop.cart import Cart, CartLine
from shop.demo.visits import DemoCustomer
from shop.reply import Answer, Reply
from shop.shown import ShownList, Surface
from shop.turn import Channel, Turn
from webhooks.assistant import Listener
from webhooks.errors import AccessTokenRefused, NotFound, Unauthenticated
from webhooks.web.errors import AssertionRefused
from webhooks.web.identity import SignedIn
from webhooks.web.session_rows import OpenedSession, Session
from webhooks.web.sessions import Said

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)

JACKET = ProductCard(
    id="jacket",
    variant_id="jacket-navy-m",
    title="Stormcoat Rain Jacket",
    brand="Fellmoor",
    category="Rain jackets",
    attributes={"color": "navy", "size": "M"},
    price=Money(amount_minor=7499, currency="USD"),
    in_stock=True,
    rating=4.4,
    image_url="/pictures/jacket.svg",
    url="/products/jacket",
)
JACKETS = Product(
    id="jacket",
    title=JACKET.title,
    brand=JACKET.brand,
    category=("Outdoor", "Clothing", "Rain jackets"),
    description="Keeps the rain out.",
    attributes={"material": "nylon"},
    variants=(
        Variant(
            id="jacket-red-s",
            product_id="jacket",
            attributes={"color": "red", "size": "S"},
            price=Money(amount_minor=7999, currency="USD"),
            stock={"north": 0, "south": 0},
        ),
        Variant(
            id="jacket-navy-m",
            product_id="jacket",
            attributes={"color": "navy", "size": "M"},
            price=JACKET.price,
            stock={"north": 0, "south": 2},
        ),
    ),
    rating=4.4,
    rating_count=12,
    popularity=1.0,
    delivery_days=2,
    image_url=JACKET.image_url,
    url=JACKET.url,
)
CART = Cart(
    lines=(
        CartLine(
            line_id="line-1",
            product_id="jacket",
            variant_id="jacket-navy-m",
            title=JACKET.title,
            attributes=JACKET.attributes,
            quantity=2,
            unit_price=JACKET.price,
            line_total=JACKET.price.times(2),
            available=2,
        ),
    ),
    total=JACKET.price.times(2),
)
FOUND = Answer(
    speech="I found the Stormcoat Rain Jacket.",
    text="I found the Stormcoat Rain Jacket:\n• $74.99",
    products=(JACKET,),
    suggestions=("Show me something cheaper",),
    expects_reply=True,
    query=Query(text="rain jacket", max_price_minor=8000, min_rating=4.0),
)


def turn(text: str = "a rain jacket", *, request_id: str = "r1", conversation_id: str = "talk") -> Turn:

    return Turn(
        channel=Channel.WEB,
        shopper_id="ann",
        conversation_id=conversation_id,
        request_id=request_id,
        text=text,
    )


def reply(turn_id: str = "turn-1", answer: Answer = FOUND) -> Reply:
    return Reply.of(answer, turn_id=turn_id, intent="product_search", confidence=0.97)


class FakeAssistant:
    """Tells its listener as the real one does; `error` is raised before or after the turn is accepted."""

    def __init__(self) -> None:
        self.heard: list[Turn] = []
        self.refusal: Exception | None = None
        self.error: Exception | None = None
        self.wait: Callable[[], Awaitable[None]] | None = None

    async def answer(self, turn: Turn, *, listener: Listener | None = None) -> Reply:
        self.heard.append(turn)
        if self.refusal:
            raise self.refusal
        if listener:
            listener.accepted("turn-1")
        if self.wait:
            await self.wait()
        if self.error:
            raise self.error
        answered = reply()
        if listener:
            listener.text(answered.text)
        return answered


class FakeSessions:
    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._live: dict[str, Session] = {}
        self.said: list[Said] = []

    async def open(self) -> OpenedSession:
        number = next(self._numbers)
        token = f"token-{number}"
        self._live[token] = Session(session_id=f"s{number}", shopper_id="ann", conversation_id=f"talk-{number}")
        return OpenedSession(session_id=f"s{number}", token=token)

    async def of_token(self, token: str) -> Session:
        if token not in self._live:
            raise Unauthenticated
        return self._live[token]

    async def end(self, session: Session) -> None:
        self._live = {token: live for token, live in self._live.items() if live != session}

    async def history(self, session: Session, *, limit: int) -> list[Said]:
        return self.said[-limit:]


class FakeIdentity:
    """Believes the assertion "maya", and changes the token of the session as the real one does."""

    def __init__(self, sessions: FakeSessions) -> None:
        self._sessions = sessions
        self._signed_in: set[str] = set()

    async def sign_in(self, session: Session, assertion: str) -> SignedIn:
        if assertion != "maya":
            raise AssertionRefused(reason="malformed")
        return await self._renewed(session)

    async def sign_in_by_token(self, session: Session, token: str) -> SignedIn:
        if token != "maya's":
            raise AccessTokenRefused(reason="malformed")
        return await self._renewed(session)

    async def sign_out(self, session: Session) -> OpenedSession:
        await self._sessions.end(session)
        return await self._sessions.open()

    async def name_of(self, session: Session) -> str | None:
        return "Maya" if session.session_id in self._signed_in else None

    async def demo_customers(self) -> Sequence[DemoCustomer]:
        return (DemoCustomer(customer="maya", name="Maya", about="Alderbrook, 3 orders so far"),)

    async def demo_sign_in(self, session: Session, customer: str) -> SignedIn:
        if customer != "maya":
            raise NotFound(what="demo customer")
        return await self._renewed(session)

    async def _renewed(self, session: Session) -> SignedIn:
        await self._sessions.end(session)
        opened = await self._sessions.open()
        self._signed_in.add(opened.session_id)
        return SignedIn(session_id=opened.session_id, token=opened.token, name="Maya", notice=None)


class FakeCarts:
    async def cart_of(self, shopper_id: str) -> Cart:
        return CART


class FakeShelves:
    async def departments(self) -> Sequence[str]:
        return ["outdoor"]

    async def product(self, product_id: str) -> Product | None:
        return JACKETS if product_id == "jacket" else None


class FakeResults:
    """Remembers for whom it was looked."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []

    async def results(self, visit: Visit, said: str, *, limit: int, anyway: bool) -> Browsed:
        return self._browsed(visit, Surface.SEARCH, [JACKET][:limit] if "jacket" in said else [])

    async def shelf(self, visit: Visit, *, department: str | None, limit: int, anyway: bool) -> Browsed:
        return self._browsed(visit, Surface.HOME, [JACKET][:limit] if department in {None, "outdoor"} else [])

    def _browsed(self, visit: Visit, surface: Surface, cards: Sequence[ProductCard]) -> Browsed:
        self.visits.append(visit)
        shown = ShownList(list_id=f"list-{len(self.visits)}", surface=surface, model="baseline", placements=())
        return Browsed(cards=tuple(cards), shown=shown)


class FakeRasa:
    """Answers what it was told to, as slowly as it was told to, or raises."""

    def __init__(self, answer: Answer = FOUND, *, failure: str | None = None) -> None:
        self.answer = DialogueAnswer(
            answer=answer, intent="product_search", confidence=0.9, stages={"nlu": 5.0, "action": 3.0}, failure=failure
        )
        self.error: Exception | None = None
        self.asked: list[tuple[Turn, str]] = []
        self.timeouts_s: list[float] = []
        self.listened_to: list[bool] = []

    async def ask(
        self, turn: Turn, *, turn_id: str, traceparent: str | None, timeout_s: float, is_listened_to: bool = False
    ) -> DialogueAnswer:
        self.asked.append((turn, turn_id))
        self.timeouts_s.append(timeout_s)
        self.listened_to.append(is_listened_to)
        if self.error:
            raise self.error
        return self.answer


class FakeRecords:
    """Claims one turn at a time per conversation; `hang` makes it never answer, as a frozen database does."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._replies: dict[str, Reply] = {}
        self.busy = False
        self.claimed = asyncio.Event()
        self.taken_over = False
        self.hang = False
        self.error: Exception | None = None
        self.failures: list[Failure] = []
        self.stages: list[Mapping[str, float]] = []

    async def claim(self, turn: Turn) -> Claim | Answered | Busy:
        self.claimed.set()
        if self.hang:
            await asyncio.Event().wait()
        if self.error:
            raise self.error
        if self.busy:
            return Busy()
        if turn.request_id in self._replies:
            return Answered(reply=self._replies[turn.request_id])
        return Claim(turn_id=f"turn-{next(self._numbers)}", started_at=NOON)

    async def answered(self, claim: Claim, turn: Turn, reply: Reply, *, stages: Mapping[str, float]) -> bool:
        self.stages.append(stages)
        if self.taken_over:
            return False
        self._replies[turn.request_id] = reply
        return True

    async def failed(self, claim: Claim, turn: Turn, failure: Failure) -> None:
        self.failures.append(failure)
