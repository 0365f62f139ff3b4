"""Makes an item, one thing that can be bought, of one row of any catalogue file; pure, and it never fails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from catalog.intake.availability import quantity_of
from catalog.intake.categories import category_path, folded_path
from catalog.intake.facts import gather_facts
from catalog.intake.fields import Fields, every, fields_of, first, name_used, text_of
from catalog.intake.links import link
from catalog.intake.names import FIELDS, NO_BRAND, PARENTS, ROW_TYPES, UNPUBLISHED
from catalog.intake.offers import price_of
from catalog.intake.prices import PriceReading
from catalog.intake.problems import Problem, Problems, Severity
from catalog.intake.ratings import popularity_of, rating_count_of, rating_of
from catalog.intake.shouting import calmed
from catalog.intake.text import TROUBLES, cleaned
from catalog.money import Money

LONGEST_ID, LONGEST_TITLE, LONGEST_BRAND, LONGEST_DESCRIPTION = 128, 300, 80, 12_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What holds for a whole file: what its rows leave unsaid, and how to read what they say.

    A `price` given here stands in for prices that are missing or unreadable; otherwise these keep a row out. Sale
    prices limited in time count if `now` is within; without `now` they do not.
    """

    currency: str | None = None
    decimal: str | None = None
    store: str = "online"
    uncounted: int = 50
    category: tuple[str, ...] = ("All products",)
    price: Money | None = None
    delivery_days: int = 3
    base_url: str = ""
    now: datetime | None = None

    @property
    def reading(self) -> PriceReading:
        return PriceReading(currency=self.currency, decimal=self.decimal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One variant with all that its row says of it and of its product; `group` is the product's id.

    `category` has all the levels the file tells, and none where it tells none.
    """

    id: str
    group: str
    title: str
    price: Money
    quantity: int
    brand: str = ""
    category: tuple[str, ...] = ()
    description: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    rating: float | None = None
    rating_count: int = 0
    popularity: float = 0.0
    delivery_days: int = 3
    image_url: str = ""
    url: str = ""

    @property
    def grouped(self) -> bool:
        return self.group != self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReading:
    """`item` is there unless an error keeps the row out, or a note says that it is not meant to be sold.

    `id` and `group` are told even then, where they are known.
    """

    id: str
    group: str
    item: Item | None
    problems: tuple[Problem, ...]


def item_from(record: Mapping[str, object], *, defaults: Defaults) -> ItemReading:
    """One row that stands for one variant; what holds several is split by `catalog.intake.expansion` before."""
    problems = Problems()
    fields = fields_of(record)
    item_id, group = _ids(fields, problems)
    if left_out := _left_out(fields):
        return ItemReading(id=item_id or "", group=group or "", item=None, problems=(left_out,))
    title = _text(fields, "title", problems, longest=LONGEST_TITLE)
    if not title and group == item_id:
        problems.error("no_title", name_used(fields, "title"), "is missing or empty")
    price = price_of(fields, problems, defaults=defaults)
    facts = gather_facts(fields, problems)
    if item_id is None or price is None or not (title or group != item_id):
        return ItemReading(id=item_id or "", group=group or "", item=None, problems=problems.all())
    category, kind = _category(fields, problems)
    if kind:
        facts.found["kind"] = kind
    rating_count = rating_count_of(fields, problems, decimal=defaults.decimal)
    brand = _brand(fields, problems)
    calm = calmed(title, brand=brand)
    if calm != title:
        problems.note("shouted_title", name_used(fields, "title"), f"{title[:80]!r} is written in small letters")
    item = Item(
        id=item_id,
        group=group or item_id,
        title=calm,
        price=price,
        quantity=quantity_of(fields, problems, uncounted=defaults.uncounted, decimal=defaults.decimal),
        brand=brand,
        category=category,
        description=_description(fields, facts.prose, problems),
        attributes=facts.found,
        rating=rating_of(fields, problems),
        rating_count=rating_count,
        popularity=popularity_of(fields, rating_count),
        delivery_days=_delivery_days(fields, defaults),
        image_url=link(fields, "image", problems, base=defaults.base_url),
        url=link(fields, "url", problems, base=defaults.base_url),
    )
    return ItemReading(id=item.id, group=item.group, item=item, problems=problems.all())


def category_of(item: Item, *, defaults: Defaults) -> tuple[str, ...]:
    return folded_path(item.category or defaults.category)


def _left_out(fields: Fields) -> Problem | None:
    """Drafts are not sold, and what Shopify's tables say of further pictures is not a thing."""
    for name in ("status", "published", "pause"):
        if text_of(fields.get(name)).strip().casefold() in UNPUBLISHED[name]:
            return Problem(code="unpublished", field=name, reason="says not to sell it", severity=Severity.NOTE)
    if text_of(fields.get("type")).strip().casefold() in PARENTS:
        return Problem(code="parent", field="type", reason="stands for its variants", severity=Severity.NOTE)
    if "handle" in fields and not {"title", "price", "variant_price", "variant_sku"} & fields.keys():
        return Problem(code="picture_only", field="handle", reason="is a picture's row", severity=Severity.NOTE)
    return None


def _ids(fields: Fields, problems: Problems) -> tuple[str | None, str | None]:
    """A `product_id` beside another id names what the variants share."""
    name = name_used(fields, "id")
    item_id = _id(fields.get(name), name, problems)
    group_name = name_used(fields, "group")
    group = _id(fields.get(group_name), group_name, problems)
    if group is None and name not in {"product_id", "id"} and "product_id" in fields:
        group = _id(fields["product_id"], "product_id", problems)
    if group_name in FIELDS["telling_group"]:
        item_id = item_id or group
    if item_id is None:
        problems.error("no_id", name, "is missing or empty")
    return item_id, group or item_id


def _id(raw: object, name: str, problems: Problems) -> str | None:
    if isinstance(raw, bool) or not (text := text_of(raw)):
        return None
    told = cleaned(text, longest=LONGEST_ID + 1).text
    if len(told) > LONGEST_ID:
        problems.error("bad_id", name, f"is longer than {LONGEST_ID} characters")
        return None
    return told or None


def _text(fields: Fields, what: str, problems: Problems, *, longest: int) -> str:
    clean = cleaned(text_of(first(fields, what)), longest=longest)
    for trouble in clean.troubles:
        problems.warn(trouble, name_used(fields, what), TROUBLES[trouble])
    return clean.text


def _brand(fields: Fields, problems: Problems) -> str:
    raw = first(fields, "brand")
    if isinstance(raw, Mapping):
        fields = {"brand": raw.get("name")}
    brand = _text(fields, "brand", problems, longest=LONGEST_BRAND)
    return "" if brand.casefold() in NO_BRAND else brand


def _category(fields: Fields, problems: Problems) -> tuple[tuple[str, ...], str]:
    """The path, and what the thing is, if a field says only that: a path's last level may be `New in`."""
    stated = category_path(first(fields, "kind"))
    classes = category_path(first(fields, "class"))
    if classes and classes[-1].casefold() in ROW_TYPES:
        classes = ()
    paths = [path for raw in every(fields, "path") if (path := category_path(raw))]
    if not paths and isinstance(first(fields, "path"), str):
        problems.warn("category", name_used(fields, "path"), "is a number of a taxonomy, not a name")
    if len(classes) > 1:
        paths.insert(0, classes)
    path = max(paths[:1] or [classes], key=len)
    kind = stated or (classes if len(classes) == 1 else ())
    return path, kind[-1].lower() if kind else ""


def _description(fields: Fields, prose: list[str], problems: Problems) -> str:
    """What it is told in, then the points beside it, nothing twice."""
    told: list[str] = []
    for what in ("description", "summary", "bullets"):
        clean = cleaned(text_of(first(fields, what)), longest=LONGEST_DESCRIPTION, lines=True)
        for trouble in clean.troubles:
            problems.warn(trouble, name_used(fields, what), TROUBLES[trouble])
        if clean.text and not any(clean.text in other for other in told):
            told.append(clean.text)
    told += [text for text in prose if not any(text in other for other in told)]
    return cleaned("\n".join(told), longest=LONGEST_DESCRIPTION, lines=True).text


def _delivery_days(fields: Fields, defaults: Defaults) -> int:
    told = text_of(first(fields, "delivery")).strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) < 4 else defaults.delivery_days
