"""A banner as the shop writes it, and how much it says to somebody at a moment; no I/O."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

from rerank.candidates.book import Book
from rerank.candidates.trace import Trace
from rerank.ranking.content import Content
from rerank.ranking.request_features import RELEVANCE
from rerank.session.home import wanted_at

BEFORE_ALL, AFTER_ALL = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
Line = Annotated[str, Field(max_length=200)]
# What somebody looks at says more of them than what everybody takes.
OWN_SHARE = 2.0


class Banner(BaseModel):
    """`category` is a path as `Food / Snacks`; without one a banner is of the whole shop."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    banner_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
    title: Annotated[Line, Field(min_length=1)]
    text: Line = ""
    url: Annotated[str, Field(min_length=1, max_length=500)]
    image_url: Annotated[str, Field(max_length=500)] = ""
    category: Line = ""
    campaign: Line = ""
    starts_at: AwareDatetime = BEFORE_ALL
    ends_at: AwareDatetime = AFTER_ALL

    @field_validator("url", "image_url")
    @classmethod
    def _leads_somewhere_safe(cls, url: str) -> str:
        """On a page of the shop it must run nothing."""
        is_path = url.startswith("/") and not url.startswith(("//", "/\\"))
        if url and not is_path and not (urlsplit(url).scheme == "https" and urlsplit(url).hostname):
            raise ValueError("neither a path of the shop such as /?department=Food nor an https address")
        return url

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise ValueError("it ends before it starts")
        return self


def contents_of(banners: Sequence[Banner], book: Book | None, trace: Trace, *, at: datetime) -> list[Content]:
    """As the ranking takes them: by what is wanted of their category at this hour, and by what was looked at last."""
    wanted = _wanted(book, at) if book else {}
    looked = _looked(book, trace) if book else Counter[str]()
    most = max(sum(looked.values()), 1)
    return [
        Content(
            content_id=banner.banner_id,
            features={RELEVANCE.id: _best(wanted, banner) + OWN_SHARE * _sum(looked, banner) / most},
            kind=banner.campaign,
        )
        for banner in banners
    ]


def _wanted(book: Book, at: datetime) -> dict[str, float]:
    """By category: as much as its most wanted product."""
    found: dict[str, float] = {}
    for product_id, worth in wanted_at(book, at).items():
        category = book.categories[book.of_category[book.places[product_id]]]
        found[category] = max(found.get(category, 0.0), worth)
    return found


def _looked(book: Book, trace: Trace) -> Counter[str]:
    places = (book.places.get(product_id) for product_id in trace.latest)
    return Counter(book.categories[book.of_category[place]] for place in places if place is not None)


def _best(wanted: Mapping[str, float], banner: Banner) -> float:
    """Of a whole shop nothing is known to be wanted more than of another."""
    return max((worth for category, worth in wanted.items() if _is_within(category, banner.category)), default=0.0)


def _sum(looked: Mapping[str, int], banner: Banner) -> int:
    return sum(times for category, times in looked.items() if banner.category and _is_within(category, banner.category))


def _is_within(category: str, of: str) -> bool:
    return bool(of) and (category == of or category.startswith(f"{of} / "))
