"""Whether the shop carries what was asked for, from what its names and its nearest products tell."""

from catalog.retrieval.assortment import CALIBRATED, is_carried
from catalog.retrieval.candidates import Candidate
from catalog.retrieval.meaning import Meaning, Sense


def candidate(*, cosine: float | None, lexical: float = 0.3, coverage: float = 0.5) -> Candidate:
    return Candidate(
        product_id="p",
        variant_id="p-1",
        price_minor=100,
        rating=None,
        likeness=0.5,
        lexical=lexical,
        coverage=coverage,
        cosine=cosine,
        popularity=0.0,
        rating_count=0,
    )


def carried(sense: Sense, *candidates: Candidate, likeness: float | None = 0.5) -> bool:
    return is_carried(candidates, Meaning(sense=sense, likeness=likeness))


def test_a_kind_of_just_that_name_is_carried_however_far_its_products_are() -> None:
    assert carried(Sense.NAMED, candidate(cosine=0.1), likeness=1.0)
    assert not carried(Sense.NAMED, likeness=1.0)


def test_what_is_near_a_name_or_near_a_product_is_carried() -> None:
    assert carried(Sense.LIKENED, candidate(cosine=0.45), likeness=0.8)
    assert carried(Sense.UNKNOWN, candidate(cosine=0.62), likeness=0.5)
    assert not carried(Sense.UNKNOWN, candidate(cosine=0.4), likeness=0.5)


def test_a_need_comes_near_no_name_and_is_met_all_the_same() -> None:
    need = candidate(cosine=0.42)
    assert carried(Sense.OPEN, need, likeness=None)
    assert not carried(Sense.UNKNOWN, need)


def test_being_near_a_name_tells_nothing_of_another_thing() -> None:
    """An umbrella stand is near to umbrellas."""
    assert carried(Sense.LIKENED, candidate(cosine=0.5), likeness=0.8)
    assert not carried(Sense.OTHER, candidate(cosine=0.5), likeness=0.8)


def test_cosines_of_another_model_are_read_as_the_built_in_ones() -> None:
    far = [candidate(cosine=0.85)]
    meaning = Meaning(sense=Sense.UNKNOWN, likeness=0.9)
    assert is_carried(far, meaning)
    assert not is_carried(far, meaning, reference=lambda cosine: cosine - 0.5)


def test_without_vectors_most_words_must_be_there() -> None:
    assert carried(Sense.UNKNOWN, candidate(cosine=None, coverage=0.7), likeness=None)
    assert not carried(Sense.UNKNOWN, candidate(cosine=None, coverage=0.4), likeness=None)


def test_each_sign_of_it_raises_the_chance() -> None:
    def chance(**changed: float) -> float:
        return CALIBRATED.chance(Sense.UNKNOWN, **({"kind": 0.5, "cosine": 0.4, "words": 0.3} | changed))

    assert all(chance(**{name: 0.7}) > chance() for name in ("kind", "cosine", "words"))
