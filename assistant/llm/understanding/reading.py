"""What a model may say of a sentence: one intent of ours, and what was asked for in its own words."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

# Neither a yes nor a no is among them: those are the shopper's own words, or none.
Intent = Literal[
    "product_search",
    "refine_search",
    "product_details",
    "compare_products",
    "recommend",
    "add_to_cart",
    "change_cart",
    "view_cart",
    "checkout",
    "reorder",
    "order_status",
    "return_policy",
    "start_return",
    "size_recommendation",
    "price_match",
    "availability_check",
    "preference",
    "talk/help",
    "talk/repeat",
    "talk/greet",
    "talk/human",
    "out_of_scope",
]


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str
    qualities: list[str]
    colors: list[str]
    brands: list[str]
    sizes: list[str]
    without: list[str]
    max_price: float | None
    min_price: float | None
    quantity: int | None
    sort: Literal["cheapest", "most_expensive", "best_rated", "most_popular"] | None


class Reading(BaseModel):
    """`references` are places of products on the screen, the first being 1."""

    model_config = ConfigDict(extra="forbid")

    intent: Intent
    query: Asked
    references: list[int]
    confidence: float
