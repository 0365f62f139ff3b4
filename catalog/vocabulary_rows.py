"""Reads what the catalogue calls things, and how widely it uses the words it calls them by."""

from collections import Counter, defaultdict
from typing import Any

from catalog.connections import Connection
from catalog.understanding.usage import Usage, names_to_find, parts_of, words_to_count
from catalog.understanding.vocabulary import Fact, Vocabulary

# Enough to tell a word from a name; texts of half a million products take too long to be gone through every minute.
SAMPLED_PRODUCTS = 5_000
# A feed may number each of its products in an attribute: what is told most often is what shoppers say.
MOST_FACTS = 200_000
# Of a sample, one or two who write a name small are no usage.
_LEAST_IN_SAMPLE = 3
_PUNCTUATION = ".,;:!?()\"'/-&*\t\n"
_KIND = "coalesce(nullif(p.attributes ->> 'kind', ''), p.category[cardinality(p.category)])"
_PLAIN = "translate({0}, %(punctuation)s, repeat(' ', length(%(punctuation)s)))"


async def read_vocabulary(connection: Connection) -> Vocabulary:
    brands: dict[str, int] = {
        row[0]: row[1] for row in await _rows(connection, "select brand, count(*) from products group by brand")
    }
    facts, colors, shared = await _facts(connection)
    categories = await _rows(connection, "select distinct unnest(category) from products")
    currency = await _rows(
        connection, "select currency from variants group by currency order by count(*) desc, currency limit 1"
    )
    stores = await _rows(connection, "select store_id, name from stores order by store_id")
    usage = await _usage(connection, brands, colors, shared)
    return Vocabulary.of(
        currency=currency[0][0] if currency else "USD",
        brands=brands,
        categories=[row[0] for row in categories],
        facts=facts,
        stores={row[0]: row[1] for row in stores},
        usage=usage,
    )


async def _facts(connection: Connection) -> tuple[list[Fact], dict[str, int], frozenset[str]]:
    """The facts told most, and of the colours how many offers have each and which ones are of several makers."""
    rows = await _rows(
        connection,
        f"""
        with kinds as (select p.product_id, p.brand, p.attributes, {_KIND} as kind from products p)
        select kind, key, value, count(*), min(brand), max(brand)
        from (select kind, fact.key, fact.value, brand from kinds, jsonb_each_text(kinds.attributes) as fact
              union all
              select kind, fact.key, fact.value, brand
              from kinds join variants using (product_id), jsonb_each_text(variants.attributes) as fact) told
        group by kind, key, value
        order by count(*) desc, kind, key, value
        limit %(most)s
        """,
        {"most": MOST_FACTS},
    )
    colors: Counter[str] = Counter()
    makers: dict[str, set[str]] = defaultdict(set)
    for _, key, value, offers, first, last in rows:
        if key == "color":
            colors[value] += offers
            makers[value] |= {first, last}
    shared = frozenset(value for value, of in makers.items() if len(of) > 1)
    return [(row[0], row[1], row[2]) for row in rows], dict(colors), shared


async def _usage(
    connection: Connection, brands: dict[str, int], colors: dict[str, int], shared: frozenset[str]
) -> Usage:
    products = sum(brands.values())
    share = min(1.0, SAMPLED_PRODUCTS / products) if products else 1.0
    names = [(name, *parts_of(name)[:2]) for name in names_to_find(brands)]
    counting = {
        "percent": 100 * share,
        "least": _LEAST_IN_SAMPLE if share < 1 else 1,
        "punctuation": _PUNCTUATION,
        "words": words_to_count(brands, colors),
        "names": [name for name, _, _ in names],
        "firsts": [first for _, first, _ in names],
        "seconds": [second for _, _, second in names],
    }
    everyday = await _rows(connection, _EVERYDAY, counting)
    borrowed = await _rows(connection, _BORROWED, counting)
    carried = await _rows(connection, _CARRIED, counting)
    kinds = await _rows(connection, _KINDS, counting)
    return Usage(
        brands=brands,
        everyday={word: round(count / share) for word, count in everyday},
        borrowed=frozenset(row[0] for row in borrowed),
        colors=colors,
        shared_colors=shared,
        kinds=dict(kinds),
        carried={(kind, name): count for kind, name, count, _ in carried},
        told={(kind, name): told for kind, name, _, told in carried},
    )


_SAMPLE = "products p tablesample system (%(percent)s) repeatable (1)"
# In a text that knows capitals, a name has one.
_EVERYDAY = f"""
    select word, count(distinct product_id)
    from (select p.product_id, p.brand,
                 unnest(string_to_array({_PLAIN.format("left(p.description, 800)")}, ' ')) as word
          from {_SAMPLE} where p.description ~ '[[:upper:]]') said
    where word = any(%(words)s::text[]) and strpos(lower(brand), word) = 0
    group by word having count(distinct product_id) >= %(least)s
"""
_BORROWED = f"""
    select distinct named.name
    from (select p.brand, split.word, lead(split.word) over (partition by p.product_id order by split.place) as next
          from {_SAMPLE},
               unnest(string_to_array({_PLAIN.format("lower(p.title)")}, ' ')) with ordinality as split (word, place)
         ) titles
    join unnest(%(names)s::text[], %(firsts)s::text[], %(seconds)s::text[]) as named (name, first, second)
      on named.first = titles.word and named.second = titles.next
    where titles.brand <> named.name
"""
_CARRIED = f"""
    with kinds as materialized (select p.product_id, p.attributes, p.extracted, {_KIND} as kind from {_SAMPLE})
    select kind, key, count(distinct product_id), count(distinct product_id) filter (where by_feed)
    from (select kind, product_id, key, not extracted ? key as by_feed from kinds, jsonb_object_keys(attributes) as key
          union all
          select kind, product_id, key, not variants.extracted ? key
          from kinds join variants using (product_id), jsonb_object_keys(variants.attributes) as key) carried
    group by kind, key
"""
_KINDS = f"select {_KIND}, count(*) from {_SAMPLE} group by 1"


async def _rows(connection: Connection, statement: str, parameters: dict[str, Any] | None = None) -> list[Any]:
    return await (await connection.execute(statement, parameters)).fetchall()
