"""Parts a product that holds its variants, as Shopify's do, into one row per variant."""

from collections.abc import Iterator, Mapping, Sequence

from catalog.intake.fields import field_name, is_given

_HOLDERS = ("variants", "skus", "children")
_OPTIONS = ("option1", "option2", "option3")
# Of the product, even where a variant has one too: its title is `M / navy`, its position a number.
_OF_THE_PRODUCT = frozenset({"title", "name", "product_title", "product_name", "handle", "created_at", "updated_at"})
_OF_THE_PARCEL = frozenset({"weight", "weight_unit", "grams"})
_IDS = ("id", "_id", "product_id", "sku")


def expanded(record: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """The same record where it holds no variants."""
    parent = {field_name(str(name)): value for name, value in record.items()}
    holder, variants = _variants(parent)
    shop_page = _shop_page(parent)
    if not variants:
        yield {**record, **shop_page} if shop_page else record
        return
    options = _option_names(parent.pop("options", None))
    shared = {name: value for name, value in parent.items() if name != holder and name not in _IDS} | shop_page
    group = next((parent[name] for name in _IDS if is_given(parent.get(name))), None) or parent.get("handle")
    for variant in variants:
        yield {**shared, **_own(variant, shared, options), "item_group_id": group}


def _own(variant: Mapping[str, object], shared: Mapping[str, object], options: Sequence[str]) -> dict[str, object]:
    plain = {field_name(str(name)): value for name, value in variant.items()}
    own = {
        name: value
        for name, value in plain.items()
        if is_given(value)
        and name not in _OPTIONS
        and not (name in _OF_THE_PRODUCT and name in shared)
        and not (name in _OF_THE_PARCEL and "requires_shipping" in plain)
    }
    own["variant_id"] = next((plain[name] for name in ("variant_id", *_IDS) if is_given(plain.get(name))), None)
    if "inventory_management" in plain and not plain["inventory_management"]:
        own.pop("inventory_quantity", None)  # Shopify does not count these
    if isinstance(image := plain.get("featured_image"), Mapping):
        own["variant_image"] = image.get("src") or image.get("url")
    own.pop("product_id", None)
    return own | _chosen(plain, options)


def _chosen(variant: Mapping[str, object], options: Sequence[str]) -> dict[str, object]:
    named = [
        {"name": name, "value": variant[option]}
        for option, name in zip(_OPTIONS, options, strict=False)
        if is_given(variant.get(option))
    ]
    selected = variant.get("selected_options")
    if isinstance(selected, list):
        named += [pair for pair in selected if isinstance(pair, dict)]
    given = variant.get("attributes")
    more = [given] if isinstance(given, Mapping) else given if isinstance(given, list) else []
    return {"attributes": [*named, *more]} if named or more else {}


def _variants(parent: Mapping[str, object]) -> tuple[str, list[Mapping[str, object]]]:
    for holder in _HOLDERS:
        held = parent.get(holder)
        if isinstance(held, Mapping):  # GraphQL's connections
            held = held.get("nodes") or [
                edge.get("node") for edge in held.get("edges") or [] if isinstance(edge, Mapping)
            ]
        if isinstance(held, list) and (variants := [each for each in held if isinstance(each, Mapping)]):
            return holder, variants
    return "", []


def _option_names(raw: object) -> list[str]:
    if not isinstance(raw, list):
        return list(_OPTIONS)
    return [str(option.get("name", "")) if isinstance(option, Mapping) else str(option) for option in raw]


def _shop_page(parent: Mapping[str, object]) -> dict[str, object]:
    """A Shopify shop shows each product at its handle."""
    handle = parent.get("handle")
    if isinstance(handle, str) and handle.strip() and "body_html" in parent and not is_given(parent.get("url")):
        return {"link": f"/products/{handle.strip()}"}
    return {}
