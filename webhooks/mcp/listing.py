"""The tools by name: what each takes and answers, and whether it changes anything."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mcp_types import Tool, ToolAnnotations
from pydantic import BaseModel

from webhooks.mcp import arguments, results
from webhooks.mcp.calls import Agent
from webhooks.mcp.tools import Tools

READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
ADDS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
CHANGES = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False)
# A new link each time, and nothing else.
LINKS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    title: str
    takes: type[BaseModel]
    answers: type[BaseModel]
    hints: ToolAnnotations
    run: Callable[[Tools, Agent, Any], Awaitable[BaseModel]]

    def as_tool(self, name: str) -> Tool:
        return Tool(
            name=name,
            title=self.title,
            description=self.run.__doc__,
            input_schema=self.takes.model_json_schema(),
            output_schema=self.answers.model_json_schema(mode="serialization"),
            annotations=self.hints,
        )


LISTED: Mapping[str, Listed] = {
    "search_catalog": Listed(
        title="Search the catalog",
        takes=arguments.SearchCatalog,
        answers=results.SearchResult,
        hints=READS,
        run=Tools.search_catalog,
    ),
    "get_product": Listed(
        title="Look at a product",
        takes=arguments.GetProduct,
        answers=results.ProductResult,
        hints=READS,
        run=Tools.get_product,
    ),
    "get_cart": Listed(
        title="Look into the cart",
        takes=arguments.GetCart,
        answers=results.CartResult,
        hints=READS,
        run=Tools.get_cart,
    ),
    "add_to_cart": Listed(
        title="Add to the cart",
        takes=arguments.AddToCart,
        answers=results.CartResult,
        hints=ADDS,
        run=Tools.add_to_cart,
    ),
    "update_cart_line": Listed(
        title="Change how many",
        takes=arguments.UpdateCartLine,
        answers=results.CartResult,
        hints=CHANGES,
        run=Tools.update_cart_line,
    ),
    "remove_from_cart": Listed(
        title="Remove from the cart",
        takes=arguments.RemoveFromCart,
        answers=results.CartResult,
        hints=CHANGES,
        run=Tools.remove_from_cart,
    ),
    "get_orders": Listed(
        title="List the orders",
        takes=arguments.GetOrders,
        answers=results.OrdersResult,
        hints=READS,
        run=Tools.get_orders,
    ),
    "get_order": Listed(
        title="Look at an order",
        takes=arguments.GetOrder,
        answers=results.OrderResult,
        hints=READS,
        run=Tools.get_order,
    ),
    "checkout_link": Listed(
        title="Check out in the browser",
        takes=arguments.CheckoutLink,
        answers=results.LinkResult,
        hints=LINKS,
        run=Tools.checkout_link,
    ),
}
