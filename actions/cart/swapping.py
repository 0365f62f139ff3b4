"""A swap of one thing in the cart for another, and what undoes it."""

from dataclasses import dataclass

from actions.cart.steps import StepLine
from catalog.query import Query
from shop.cart import CartLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """So many of the wrong thing go, and as many of the right one come; what `corrects` is remembered."""

    wrong: StepLine
    product_id: str
    variant_id: str
    quantity: int
    asked: Query
    corrects: bool

    def steps(self, right: CartLine) -> list[StepLine]:
        """What undoes it: the right one goes, the wrong one comes back."""
        return [
            StepLine(
                product_id=self.wrong.product_id,
                variant_id=self.wrong.variant_id,
                before=self.wrong.after,
                after=self.wrong.stays,
                asked=self.wrong.asked,
            ),
            StepLine(
                product_id=self.product_id,
                variant_id=self.variant_id,
                before=right.quantity - self.quantity,
                after=right.quantity,
                asked=self.asked,
            ),
        ]
