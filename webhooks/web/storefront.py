"""What the demo storefront shows of the catalogue: shelves, product pages and pictures."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from catalog.product import Product
from rerank.browsing import Browsed
from rerank.recommending import Visit
from webhooks import problems
from webhooks.errors import NotFound
from webhooks.limits.limits import Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.web.assets import Asset
from webhooks.web.bodies import Body, MoneyBody, cleaned
from webhooks.web.json_requests import NOT_KEPT
from webhooks.web.lists import CardBody, ListBody, placed
from webhooks.web.visitors import ALSO_WITHOUT, OF_THE_BROWSER, Bearer, Device, Visitors

KEPT_A_MINUTE = "public, max-age=60"
KEPT_AN_HOUR = "public, max-age=3600"
MOST_SHOWN = 60
PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/svg+xml": {}}},
    **problems.documented(404, 429),
}
MOST_PICTURES = 2000
Department = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=1, max_length=64)]
Words = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Color = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=1, max_length=64)]
ProductId = Annotated[str, Path(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9._:-]+$")]


class Shelves(Protocol):
    """The catalogue as a browsing shopper sees it."""

    async def departments(self) -> Sequence[str]: ...

    async def product(self, product_id: str) -> Product | None: ...


class Results(Protocol):
    """What a browsing shopper looks through."""

    async def results(self, visit: Visit, said: str, *, limit: int, anyway: bool) -> Browsed: ...

    async def shelf(self, visit: Visit, *, department: str | None, limit: int, anyway: bool) -> Browsed: ...


Draw = Callable[[Product, str | None], str]


class Asked(BaseModel):
    device: Device | None = Field(default=None, description=OF_THE_BROWSER)
    limit: int = Field(default=24, ge=1, le=MOST_SHOWN)
    anyway: bool = Field(default=False, description="Show also what the session's shopper told to leave out.")


class AskedShelf(Asked):
    department: Department | None = None


class AskedWords(Asked):
    q: Words


class DepartmentsBody(Body):
    departments: list[str]


class ResultsBody(ListBody):
    left_out: list[str] = Field(description="What is not shown for the shopper's sake, in words: what isn't vegan.")


class ShelfBody(ResultsBody, DepartmentsBody):
    pass


class VariantBody(Body):
    id: str
    attributes: dict[str, str]
    price: MoneyBody
    in_stock: bool
    image_url: str


class ProductPageBody(Body):
    product: CardBody
    description: str
    attributes: dict[str, str]
    variants: list[VariantBody]


def storefront_router(
    *, shelves: Shelves, results: Results, visitors: Visitors, draw: Draw, turnstile: Turnstile
) -> APIRouter:
    router = APIRouter(tags=["storefront"], responses=problems.documented(422, 503))
    _serve_goods(router, shelves)
    _serve_lists(router, shelves, results, visitors, turnstile)
    _serve_pictures(router, Pictures(shelves, draw), turnstile)
    return router


def _serve_goods(router: APIRouter, shelves: Shelves) -> None:
    @router.get("/storefront/departments")
    async def departments(response: Response) -> DepartmentsBody:
        response.headers["Cache-Control"] = KEPT_A_MINUTE
        return DepartmentsBody(departments=[*await shelves.departments()])

    @router.get("/storefront/products/{product_id}", responses=problems.documented(404))
    async def product_page(product_id: ProductId, response: Response) -> ProductPageBody:
        response.headers["Cache-Control"] = KEPT_A_MINUTE
        return _page(await _carried(shelves, product_id))


def _serve_lists(
    router: APIRouter, shelves: Shelves, results: Results, visitors: Visitors, turnstile: Turnstile
) -> None:
    """For whoever asks, and kept by no cache."""

    @router.get("/storefront/products", responses=problems.documented(401, 429), openapi_extra=ALSO_WITHOUT)
    async def shelf(
        request: Request, response: Response, asked: Annotated[AskedShelf, Query()], bearer: Bearer
    ) -> ShelfBody:
        """What stands out in the shop, or in a department."""
        await turnstile.admit(request, Kind.SEARCHES)
        response.headers.update(NOT_KEPT)
        visit = await visitors.visit(request, bearer, device=asked.device)
        found = await results.shelf(visit, department=asked.department, limit=asked.limit, anyway=asked.anyway)
        visitors.given(request, visit, found.shown)
        return ShelfBody(**_named(found), departments=[*await shelves.departments()])

    @router.get("/storefront/search", responses=problems.documented(401, 429), openapi_extra=ALSO_WITHOUT)
    async def search(
        request: Request, response: Response, asked: Annotated[AskedWords, Query()], bearer: Bearer
    ) -> ResultsBody:
        """What comes nearest to the words, best first. Prices, ratings and what is refused are bounds."""
        await turnstile.admit(request, Kind.SEARCHES)
        response.headers.update(NOT_KEPT)
        visit = await visitors.visit(request, bearer, device=asked.device)
        found = await results.results(visit, asked.q, limit=asked.limit, anyway=asked.anyway)
        visitors.given(request, visit, found.shown)
        return ResultsBody(**_named(found))


def _named(found: Browsed) -> dict[str, Any]:
    names = {"list_id": found.shown.list_id, "model": found.shown.model}
    return {**names, "products": placed(found.cards), "left_out": [*found.left_out]}


def _serve_pictures(router: APIRouter, pictures: "Pictures", turnstile: Turnstile) -> None:
    @router.get("/pictures/{product_id}.svg", responses=PICTURE, response_class=Response)
    async def picture(
        product_id: ProductId, request: Request, color: Annotated[Color | None, Query()] = None
    ) -> Response:
        """Sending what is drawn already costs less than counting would."""
        if not pictures.has(product_id, color):
            await turnstile.admit(request, Kind.PICTURES)
        return (await pictures.of(product_id, color)).response(request, cache_control=KEPT_AN_HOUR)


class Pictures:
    """Drawn when first asked for; the least recently asked for makes room."""

    def __init__(self, shelves: Shelves, draw: Draw) -> None:
        self._shelves = shelves
        self._draw = draw
        self._drawn: OrderedDict[tuple[str, str | None], Asset] = OrderedDict()

    def has(self, product_id: str, color: str | None) -> bool:
        return (product_id, color) in self._drawn

    async def of(self, product_id: str, color: str | None) -> Asset:
        """In the colour asked for, if the product comes in it."""
        asked = product_id, color
        if asked not in self._drawn:
            product = await _carried(self._shelves, product_id)
            colors = {variant.attributes.get("color") for variant in product.variants}
            drawing = self._draw(product, color if color in colors else None)
            self._drawn[asked] = Asset.of(drawing.encode(), "image/svg+xml")
        self._drawn.move_to_end(asked)
        asset = self._drawn[asked]
        if len(self._drawn) > MOST_PICTURES:
            self._drawn.popitem(last=False)
        return asset


async def _carried(shelves: Shelves, product_id: str) -> Product:
    product = await shelves.product(product_id)
    if product is None:
        raise NotFound(what="product")
    return product


def _page(product: Product) -> ProductPageBody:
    variants = [
        VariantBody(
            id=variant.id,
            attributes=dict(variant.attributes),
            price=MoneyBody.model_validate(variant.price),
            in_stock=any(variant.stock.values()),
            image_url=variant.image_url or product.image_url,
        )
        for variant in product.variants
    ]
    shown = next((variant for variant in variants if variant.in_stock), variants[0])
    card = CardBody(
        id=product.id,
        variant_id=shown.id,
        title=product.title,
        brand=product.brand,
        category=product.category[-1],
        attributes=shown.attributes,
        price=shown.price,
        in_stock=shown.in_stock,
        rating=product.rating,
        image_url=shown.image_url,
        url=product.url,
        why=None,
    )
    return ProductPageBody(
        product=card, description=product.description, attributes=dict(product.attributes), variants=variants
    )
