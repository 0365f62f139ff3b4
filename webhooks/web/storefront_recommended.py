"""What a page recommends: shelves for whoever is looking, for a product, and for a cart."""

from typing import Annotated, Literal, Protocol, Self

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, model_validator

from rerank.recommending import Recommended, Visit, Wish
from shop.shown import Surface
from webhooks import problems
from webhooks.assistant import Carts
from webhooks.limits.limits import Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.web.bodies import cleaned
from webhooks.web.json_requests import NOT_KEPT
from webhooks.web.lists import ListBody, placed
from webhooks.web.visitors import ALSO_WITHOUT, OF_THE_BROWSER, Bearer, Device, Visitors

MOST_RECOMMENDED = 24
PRODUCT_ID = r"^[A-Za-z0-9._:-]+$"
ProductId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=PRODUCT_ID)]
Address = Annotated[str, BeforeValidator(cleaned), StringConstraints(max_length=500)]
Shelf = Literal["home", "goes_with", "alike", "cart", "checkout"]
OF_A_CART = frozenset({Surface.CART, Surface.CHECKOUT})
OF_A_PRODUCT = frozenset({Surface.GOES_WITH, Surface.ALIKE})


class Recommender(Protocol):
    """`rerank.recommending` as the pages see it."""

    async def recommended(self, visit: Visit, wish: Wish, *, limit: int) -> Recommended: ...


class RecommendationsBody(ListBody):
    is_personal: bool = Field(description="Whether anything known of this shopper had a say.")


class AskedFor(BaseModel):
    """What the address asks for. A list beside a product needs the product; of a cart, the session says which."""

    surface: Shelf = Field(default="home", alias="for")
    product: ProductId | None = None
    device: Device | None = Field(default=None, description=OF_THE_BROWSER)
    referrer: Address = Field(default="", description="The address of the page that led here.")
    limit: int = Field(default=8, ge=1, le=MOST_RECOMMENDED)

    @model_validator(mode="after")
    def names_the_product(self) -> Self:
        if Surface(self.surface) in OF_A_PRODUCT and self.product is None:
            raise ValueError("what goes with a product, or is like it, needs the product")
        return self


def recommended_router(
    *, recommending: Recommender, visitors: Visitors, carts: Carts, turnstile: Turnstile
) -> APIRouter:
    router = APIRouter(tags=["storefront"], responses=problems.documented(401, 422, 429, 503))

    @router.get("/storefront/recommended", openapi_extra=ALSO_WITHOUT)
    async def recommended(
        request: Request, response: Response, asked: Annotated[AskedFor, Query()], bearer: Bearer
    ) -> RecommendationsBody:
        """What to show beside a product (`goes_with`, `alike`), beside the cart, last of all, or to begin with."""
        await turnstile.admit(request, Kind.SEARCHES)
        response.headers.update(NOT_KEPT)
        visit = await visitors.visit(request, bearer, device=asked.device, came_from=asked.referrer)
        surface = Surface(asked.surface)
        beside: tuple[str, ...] = (asked.product,) if asked.product and surface in OF_A_PRODUCT else ()
        if surface in OF_A_CART:
            beside = await _in_cart(carts, visit)
        found = await recommending.recommended(visit, Wish(surface=surface, beside=beside), limit=asked.limit)
        visitors.given(request, visit, found.shown)
        return RecommendationsBody(
            list_id=found.shown.list_id,
            model=found.shown.model,
            is_personal=found.is_personal,
            products=placed(found.cards),
        )

    return router


async def _in_cart(carts: Carts, visit: Visit) -> tuple[str, ...]:
    if visit.shopper_id is None:
        return ()
    return tuple(line.product_id for line in (await carts.cart_of(visit.shopper_id)).lines)
