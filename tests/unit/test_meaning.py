"""What a request is after, told apart with a handful of kinds and made-up vectors."""

from dataclasses import replace

import numpy as np
import pytest

from catalog.embedding.network import Vectors
from catalog.retrieval.asking import searched_words
from catalog.retrieval.meaning import Meaning, Names, Sense, meaning_of
from catalog.retrieval.synonyms import in_shop_words

KINDS = ("bike lock", "chocolate bar", "dry dog food", "phone case", "rain jacket", "sheet set", "toilet paper")
# Which kind a phrase is near, and how near.
NEAR = {
    "drizzle blouson": ("rain jacket", 0.8),
    "toilet blotter": ("toilet paper", 0.75),
    "rain jacket stand": ("rain jacket", 0.85),
    "lavatory roll": ("toilet paper", 0.75),
    "linen sheet": ("sheet set", 0.8),
    "unicorn": ("rain jacket", 0.4),
}


def vector_of(kind: str, likeness: float = 1.0) -> Vectors:
    vector = np.zeros(len(KINDS) + 1, np.float32)
    vector[KINDS.index(kind)] = likeness
    vector[-1] = (1 - likeness**2) ** 0.5
    return vector


def embed(phrase: str) -> Vectors:
    return vector_of(*NEAR[phrase]) if phrase in NEAR else vector_of("rain jacket", 0.0)


KNOWN = Names(
    names={name: 10 for kind in KINDS for name in (kind, kind.split()[-1])} | {"dog food": 10, "sheet": 3},
    shelves={"snack": 80, "roll": 12, "jacket": 4},
    kinds=KINDS,
    kind_vectors=np.stack([vector_of(kind) for kind in KINDS]),
    describing=frozenset({"waterproof", "vegan", "blue"}),
)


@pytest.mark.parametrize(
    ("text", "sense", "names"),
    [
        ("rain jackets", Sense.NAMED, ("rain jacket",)),
        ("a waterproof rain jacket for my son", Sense.NAMED, ("rain jacket",)),
        ("dog food", Sense.NAMED, ("dog food", "dry dog food")),
        ("unicorn jacket", Sense.PARTLY, ("jacket", "rain jacket")),
        ("raincoat", Sense.NAMED, ("rain jacket",)),
        ("unicorn raincoat", Sense.PARTLY, ("rain jacket",)),
        ("pet food", Sense.NAMED, ("dry dog food",)),
        ("drizzle blouson", Sense.LIKENED, ("rain jacket",)),
        ("lavatory roll", Sense.LIKENED, ("toilet paper",)),
        ("linen sheets", Sense.PARTLY, ("sheet", "sheet set")),
        ("cell phone", Sense.ABSENT, ()),
        ("bike", Sense.ABSENT, ()),
        ("waterproof sofa", Sense.ABSENT, ()),
        ("toilet seat", Sense.ABSENT, ()),
        ("robot or stick vacuum", Sense.UNKNOWN, ()),
        ("rain jacket stand", Sense.OTHER, ()),
        ("toilet blotter", Sense.OTHER, ()),
        ("unicorn", Sense.UNKNOWN, ()),
        ("keep rain off", Sense.OPEN, ()),
        ("cut toilet paper", Sense.OPEN, ()),
        ("waterproof", Sense.DESCRIBED, ()),
        ("something warm for winter camping", Sense.OPEN, ()),
        ("warm for winter camping", Sense.OPEN, ()),
        ("cozy jacket", Sense.NAMED, ("jacket", "rain jacket")),
        ("rain jacket waterproof", Sense.NAMED, ("rain jacket",)),
        ("rain jacket i can fold", Sense.NAMED, ("rain jacket",)),
        ("rain jacket 2 meters", Sense.NAMED, ("rain jacket",)),
        ("rain jacket keeps water out", Sense.NAMED, ("rain jacket",)),
        ("rain jacket hiking lessons", Sense.NAMED, ("rain jacket",)),
        ("drying off after rain", Sense.OPEN, ()),
        ("for the beach", Sense.OPEN, ()),
    ],
)
def test_the_sense_of_a_request(text: str, sense: Sense, names: tuple[str, ...]) -> None:
    assert meaning_of(text, KNOWN, embed=embed) == Meaning(sense=sense, names=names)


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ("toilet roll", "toilet paper"),
        ("raincoat for my son", "rain jacket for my son"),
        ("a cover for my phone", "phone case"),
        ("dry food for my dog", "dry dog food"),
        ("case phone", "phone case"),
        ("jacket to wear in rain", "rain jacket for wear rain"),
        ("keep rain off", "keep rain off"),
        ("rain jackets", "rain jackets"),
        ("unicorn for my son", "unicorn for my son"),
        ("", ""),
    ],
)
def test_things_are_called_as_the_shop_calls_them(said: str, called: str) -> None:
    assert in_shop_words(said, KNOWN) == called


def test_how_near_the_nearest_name_is() -> None:
    assert meaning_of("rain jackets", KNOWN, embed=embed).likeness == 1.0
    assert meaning_of("unicorn", KNOWN, embed=embed).likeness == pytest.approx(0.4, abs=0.01)
    assert meaning_of("for the beach", KNOWN, embed=embed).likeness is None


def test_what_the_shop_carries_by_another_name_is_beyond_doubt_and_other_goods_are_not() -> None:
    assert meaning_of("raincoat", KNOWN, embed=embed).likeness == 1.0
    assert meaning_of("unicorn raincoat", KNOWN, embed=embed).likeness == 1.0
    assert meaning_of("guitar jacket", KNOWN, embed=embed).likeness != 1.0


def test_one_of_a_broad_kind_may_be_among_it() -> None:
    broad = replace(KNOWN, names={**KNOWN.names, "bread": 5}, kinds=(*KINDS[:-1], "bread"))
    baguette = meaning_of("baguette", broad, embed=embed)
    assert (baguette.sense, baguette.names) == (Sense.LIKENED, ("bread",))
    assert meaning_of("bagel cutter", broad, embed=embed).sense is not Sense.LIKENED


def test_what_only_ends_the_name_of_other_goods_is_no_name_where_kinds_are_told() -> None:
    painted = replace(KNOWN, names={**KNOWN.names, "face paint": 5, "paint": 5}, kinds=(*KINDS[:-1], "face paint"))
    assert meaning_of("paint", painted, embed=embed).sense is Sense.ABSENT
    assert meaning_of("face paint", painted, embed=embed).sense is Sense.NAMED
    assert meaning_of("paint", replace(painted, told=False), embed=embed).sense is Sense.NAMED


def test_a_guessing_shop_may_call_what_it_lacks_by_any_of_its_names() -> None:
    guessed = meaning_of("couch", replace(KNOWN, told=False), embed=embed)
    assert guessed.sense is Sense.ABSENT
    assert {"sofa", "couch", "settee"} <= set(guessed.wanted)
    assert meaning_of("leather couch", KNOWN, embed=embed).wanted == ("leather couch",)


def test_names_that_were_guessed_keep_nothing_out() -> None:
    guessed = replace(KNOWN, told=False)
    meaning = meaning_of("rain jacket", guessed, embed=embed)
    assert (meaning.names, meaning.restricts) == (("rain jacket",), False)
    assert guessed.most(meaning) is None


def test_a_shelf_is_meant_where_no_thing_has_that_name() -> None:
    found = meaning_of("vegan snacks", KNOWN, embed=embed)
    assert found == Meaning(sense=Sense.NAMED, names=("chocolate bar",), shelves=("snack",))


def test_most_counts_what_may_fit() -> None:
    assert KNOWN.most(Meaning(sense=Sense.NAMED, names=("rain jacket",))) == 10
    assert KNOWN.most(Meaning(sense=Sense.NAMED, shelves=("snack",))) == 80
    assert KNOWN.most(Meaning(sense=Sense.OPEN)) is None


def test_words_that_only_ask_are_not_searched_for() -> None:
    assert searched_words("show me some good rain jackets please") == "rain jackets"
    assert searched_words("something") == ""


def test_a_shop_that_names_nothing_takes_each_request_as_open() -> None:
    empty = Names(names={}, shelves={}, kinds=(), kind_vectors=np.zeros((0, 8), np.float32), describing=frozenset())
    assert meaning_of("rain jacket", empty, embed=embed).sense is Sense.OPEN
