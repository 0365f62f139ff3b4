"""The book of candidates: all that was reckoned ahead about products, and nothing of any one shopper."""

import io
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self
from zipfile import BadZipFile

import numpy as np

from rerank.candidates.errors import BookUnreadable
from rerank.candidates.neighbourhood import Neighbourhood, Places
from rerank.candidates.purchases import Scores
from rerank.candidates.returning import NAMES as OF_RETURNING
from rerank.candidates.returning import Returning

FORMAT = 5
HOURS = 24


@dataclass(frozen=True, kw_only=True)
class Book:
    """A row for each product in it. `categories` are paths as `Food / Snacks`, `of_category` the number of a product's.

    `lately` is how much is done with a product these days, `rising` how that has changed, `sold` how many people bought
    it, `standing` what the catalogue says for it, `along` how seldom it is bought alone: from 0 to 1, but for `sold`.
    `appeal` is what a look at it brings, in purchases, and `returning` when people come back to a category.
    `lift` is how much more a category is asked for in an hour (UTC) than in others. `goes` is what is bought together,
    `near` what the same people look at or buy, `follows` what the next basket holds; `factors` are the products'
    tastes.
    """

    ids: tuple[str, ...]
    categories: tuple[str, ...]
    of_category: Places
    of_brand: Places
    of_audience: Places
    currencies: tuple[str, ...]
    of_currency: Places
    price_minor: Scores
    lately: Scores
    rising: Scores
    sold: Scores
    standing: Scores
    along: Scores
    appeal: Scores
    returning: Returning
    lift: Scores
    goes: Neighbourhood
    near: Neighbourhood
    follows: Neighbourhood
    factors: Scores
    beside: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def places(self) -> Mapping[str, int]:
        return {product_id: place for place, product_id in enumerate(self.ids)}

    @cached_property
    def in_category(self) -> Mapping[str, Sequence[int]]:
        """The foremost of each category first."""
        found: dict[str, list[int]] = defaultdict(list)
        for place in np.argsort(-(self.lately + self.standing), kind="stable").tolist():
            found[self.categories[self.of_category[place]]].append(place)
        return found

    @cached_property
    def of_department(self) -> Places:
        """The first part of a category's path."""
        numbers: dict[str, int] = {}
        heads = [numbers.setdefault(path.split(" / ")[0], len(numbers)) for path in self.categories]
        found: Places = np.array(heads, np.int32)[self.of_category] if heads else np.zeros(0, np.int32)
        return found

    @cached_property
    def gram(self) -> Scores:
        found: Scores = self.factors.T @ self.factors
        return found

    def as_bytes(self) -> bytes:
        head = {"format": FORMAT, "ids": self.ids, "categories": self.categories, "beside": dict(self.beside)}
        head["currencies"] = self.currencies
        arrays = {name: getattr(self, name) for name in (*GROUPS, *FIGURES)}
        arrays |= {f"returning_{name}": getattr(self.returning, name) for name in OF_RETURNING}
        for name in NEIGHBOURHOODS:
            near: Neighbourhood = getattr(self, name)
            arrays |= {f"{name}_neighbour": near.neighbour, f"{name}_weight": near.weight, f"{name}_seen": near.seen}
        written = io.BytesIO()
        np.savez_compressed(written, head=np.frombuffer(json.dumps(head).encode(), np.uint8), **arrays)
        return written.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Raises BookUnreadable for what is none, or one of another format."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as read:
                head = json.loads(read["head"].tobytes())
                if head["format"] != FORMAT:
                    raise BookUnreadable(reason=f"format {head['format']}")
                return cls(
                    ids=tuple(head["ids"]),
                    categories=tuple(head["categories"]),
                    beside=head["beside"],
                    currencies=tuple(head["currencies"]),
                    goes=_neighbourhood(read, "goes"),
                    near=_neighbourhood(read, "near"),
                    follows=_neighbourhood(read, "follows"),
                    returning=Returning(**{name: read[f"returning_{name}"] for name in OF_RETURNING}),
                    **{name: read[name].astype(np.int32) for name in GROUPS},
                    **{name: read[name] for name in FIGURES},
                )
        except (ValueError, KeyError, OSError, EOFError, BadZipFile) as exc:
            raise BookUnreadable(reason=type(exc).__name__) from exc


GROUPS = ("of_category", "of_brand", "of_audience", "of_currency")
FIGURES = (*("price_minor", "lately", "rising", "sold", "standing", "along", "lift", "factors", "appeal"),)
NEIGHBOURHOODS = ("goes", "near", "follows")


def _neighbourhood(read: Mapping[str, Scores], name: str) -> Neighbourhood:
    return Neighbourhood(
        neighbour=read[f"{name}_neighbour"].astype(np.int32),
        weight=read[f"{name}_weight"],
        seen=read[f"{name}_seen"].astype(np.int32),
    )
