"""A list of products as a page gets it: with the names that impressions and clicks are told by."""

from collections.abc import Sequence
from dataclasses import asdict

from pydantic import Field

from catalog.product import ProductCard
from webhooks.web.bodies import Body, ProductBody


class CardBody(ProductBody):
    variant_id: str


class PlacedBody(CardBody):
    position: int = Field(description="From 1; what an impression or a click of it is told with.")


class ListBody(Body):
    list_id: str = Field(description="What events name this list by.")
    model: str = Field(description="The version of what ordered it.")
    products: list[PlacedBody]


def placed(cards: Sequence[ProductCard]) -> list[PlacedBody]:
    return [
        PlacedBody.model_validate({**asdict(card), "position": position})
        for position, card in enumerate(cards, start=1)
    ]
