"""What a page recommends: shelves for whoever is looking, for a product, and for a cart."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal, Protocol, Self

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, model_validator

from rerank.events.event import Actor
from rerank.ranking.stored_lists import ToldList
from rerank.recommending import Recommended, Visit, Wish
from shop.shown import Surface
from shop.turn import Channel
from webhooks import problems
from webhooks.assistant import Carts
from webhooks.limits.limits import Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.web.bodies import Body, ProductBody, cleaned
from webhooks.web.json_requests import NOT_KEPT
from webhooks.web.sessions import Sessions

BEARER = HTTPBearer(auto_error=False, description="The token of POST /chat/sessions, if there is one")
# Signals of the browser by which a shopper says no to all pages at once.
OPT_OUTS = ("sec-gpc", "dnt")
MOST_RECOMMENDED = 24
PRODUCT_ID = r"^[A-Za-z0-9._:-]+$"
ProductId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=PRODUCT_ID)]
Device = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9._:-]+$")]
Address = Annotated[str, BeforeValidator(cleaned), StringConstraints(max_length=500)]
Shelf = Literal["home", "goes_with", "alike", "cart", "checkout"]
OF_A_CART = frozenset({Surface.CART, Surface.CHECKOUT})
OF_A_PRODUCT = frozenset({Surface.GOES_WITH, Surface.ALIKE})


class Recommender(Protocol):
    """`rerank.recommending` as the pages see it."""

    async def recommended(self, visit: Visit, wish: Wish, *, limit: int) -> Recommended: ...


class RecommendedBody(ProductBody):
    variant_id: str
    position: int = Field(description="From 1; what an impression or a click of it is told with.")


class RecommendationsBody(Body):
    list_id: str = Field(description="What events name this list by.")
    model: str = Field(description="The version of what ordered it.")
    is_personal: bool = Field(description="Whether anything known of this shopper had a say.")
    products: list[RecommendedBody]


class AskedFor(BaseModel):
    """What the address asks for. A list beside a product needs the product; of a cart, the session says which."""

    surface: Shelf = Field(default="home", alias="for")
    product: ProductId | None = None
    device: Device | None = Field(default=None, description="What the page's beacon calls the browser.")
    referrer: Address = Field(default="", description="The address of the page that led here.")
    limit: int = Field(default=8, ge=1, le=MOST_RECOMMENDED)

    @model_validator(mode="after")
    def names_the_product(self) -> Self:
        if Surface(self.surface) in OF_A_PRODUCT and self.product is None:
            raise ValueError("what goes with a product, or is like it, needs the product")
        return self


def recommended_router(
    *,
    recommending: Recommender,
    sessions: Sessions,
    carts: Carts,
    listed: Callable[[ToldList], None],
    turnstile: Turnstile,
    now: Callable[[], datetime],
) -> APIRouter:
    """`listed` hears of each list, so that what a page tells of it later is understood."""
    router = APIRouter(tags=["storefront"], responses=problems.documented(401, 422, 429, 503))

    @router.get("/storefront/recommended")
    async def recommended(
        request: Request,
        response: Response,
        asked: Annotated[AskedFor, Query()],
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    ) -> RecommendationsBody:
        """What to show beside a product (`goes_with`, `alike`), beside the cart, last of all, or to begin with."""
        await turnstile.admit(request, Kind.SEARCHES)
        response.headers.update(NOT_KEPT)
        session = await sessions.of_token(credentials.credentials) if credentials else None
        visit = Visit(
            shopper_id=session.shopper_id if session else None,
            session_id=session.conversation_id if session else None,
            device_id=None if _is_opted_out(request) else asked.device,
            came_from=asked.referrer,
        )
        surface = Surface(asked.surface)
        beside: tuple[str, ...] = (asked.product,) if asked.product and surface in OF_A_PRODUCT else ()
        if surface in OF_A_CART:
            beside = await _in_cart(carts, visit)
        found = await recommending.recommended(visit, Wish(surface=surface, beside=beside), limit=asked.limit)
        if not _is_opted_out(request):
            listed(ToldList(shown=found.shown, actor=_actor(visit), channel=Channel.WEB, at=now()))
        return _body(found)

    return router


def _actor(visit: Visit) -> Actor:
    return Actor(shopper_id=visit.shopper_id, conversation_id=visit.session_id, device_id=visit.device_id)


async def _in_cart(carts: Carts, visit: Visit) -> tuple[str, ...]:
    if visit.shopper_id is None:
        return ()
    return tuple(line.product_id for line in (await carts.cart_of(visit.shopper_id)).lines)


def _is_opted_out(request: Request) -> bool:
    return any(request.headers.get(name) == "1" for name in OPT_OUTS)


def _body(recommended: Recommended) -> RecommendationsBody:
    products = [
        RecommendedBody.model_validate({**asdict(card), "position": position})
        for position, card in enumerate(recommended.cards, start=1)
    ]
    return RecommendationsBody(
        list_id=recommended.shown.list_id,
        model=recommended.shown.model,
        is_personal=recommended.is_personal,
        products=products,
    )
