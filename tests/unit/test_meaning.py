"""What a request is after, told apart with a handful of kinds and made-up vectors."""

from dataclasses import replace

import numpy as np
import pytest

from catalog.embedding.network import Vectors
from catalog.retrieval.meaning import Meaning, Names, Sense, in_shop_words, meaning_of, searched_words

KINDS = ("bike lock", "chocolate bar", "dry dog food", "phone case", "rain jacket", "sheet set", "toilet paper")
# Which kind a phrase is near, and how near.
NEAR = {
    "raincoat": ("rain jacket", 0.8),
    "cell phone": ("phone case", 0.75),
    "rain jacket stand": ("rain jacket", 0.85),
    "lavatory roll": ("toilet paper", 0.75),
    "toilet seat": ("toilet paper", 0.75),
    "bed sheet": ("sheet set", 0.8),
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
        ("dog food", Sense.NAMED, ("dog food",)),
        ("unicorn jacket", Sense.PARTLY, ("jacket",)),
        ("raincoat", Sense.LIKENED, ("rain jacket",)),
        ("lavatory roll", Sense.LIKENED, ("toilet paper",)),
        ("bed sheets", Sense.PARTLY, ("sheet", "sheet set")),
        ("cell phone", Sense.OTHER, ()),
        ("bike", Sense.OTHER, ()),
        ("rain jacket stand", Sense.OTHER, ()),
        ("waterproof sofa", Sense.OTHER, ()),
        ("unicorn", Sense.UNKNOWN, ()),
        ("toilet seat", Sense.OTHER, ()),
        ("keep rain off", Sense.OPEN, ()),
        ("waterproof", Sense.DESCRIBED, ()),
        ("something warm for winter camping", Sense.OPEN, ()),
        ("warm for winter camping", Sense.OPEN, ()),
        ("cozy jacket", Sense.NAMED, ("jacket",)),
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


def test_names_that_were_guessed_keep_nothing_out() -> None:
    guessed = replace(KNOWN, told=False)
    meaning = meaning_of("rain jacket", guessed, embed=embed)
    assert (meaning.names, meaning.restricts) == (("rain jacket",), False)
    assert guessed.most(meaning) is None


def test_a_shelf_is_meant_where_no_thing_has_that_name() -> None:
    assert meaning_of("vegan snacks", KNOWN, embed=embed) == Meaning(sense=Sense.NAMED, shelves=("snack",))


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
