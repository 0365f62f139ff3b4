"""What a sentence about a product begins with, and whether its verb is that of one or of many."""

from dataclasses import dataclass

from catalog.product import Product
from shop.phrasing.naming import is_plural, spoken_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`is_known` tells that the product was named just before, so that a pronoun means it; `in_vain` how often in a row
    something was asked that is not known."""

    name: str
    plural: bool
    is_known: bool
    in_vain: int = 0

    @classmethod
    def of(cls, product: Product, *, is_known: bool, in_vain: int = 0) -> "Subject":
        plural = is_plural(product.title)
        pronoun = "they" if plural else "it"
        return cls(
            name=pronoun if is_known else f"the {spoken_title(product.title)}",
            plural=plural,
            is_known=is_known,
            in_vain=in_vain,
        )

    @property
    def again(self) -> "Subject":
        return Subject(name="they" if self.plural else "it", plural=self.plural, is_known=True)

    def does(self, verb: str, verbs: str) -> str:
        return f"{self.name[:1].upper()}{self.name[1:]} {verb if self.plural else verbs}"
