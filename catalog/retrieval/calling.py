"""Whether any of the products found is called what was asked for, though no name that the shop is known by tells so."""

from collections.abc import Sequence

from catalog.connections import Connection
from catalog.retrieval.analyser import words_of
from catalog.retrieval.candidates import Candidate
from catalog.retrieval.meaning import Meaning
from catalog.retrieval.phrases import phrase_of

_CALLED = """
select title, coalesce(attributes ->> 'kind', ''), array_to_string(category, ' . ')
from products where product_id = any(%s)"""


async def any_called(connection: Connection, candidates: Sequence[Candidate], meaning: Meaning) -> bool:
    if not candidates:
        return False
    rows = await connection.execute(_CALLED, [[candidate.product_id for candidate in candidates]])
    return any([is_called(text, meaning) async for row in rows for text in row])


def is_called(text: str, meaning: Meaning) -> bool:
    """By words that follow each other and not parts of them: a candle says no can. Where the shop tells what its things
    are, they must end the name: dishwasher tablets are no dishwasher."""
    if meaning.restricts:
        return f" {' '.join(phrase_of(text))}".endswith(tuple(f" {name}" for name in meaning.wanted))
    said = f" {' '.join(words_of(text))} "
    return any(f" {name} " in said for name in meaning.wanted)
