"""What a shop that is opened for measuring is told of the real one's settings."""

from assistant.evaluation.dialogue.own_shop import given_to_shop

REAL = {
    "PATH": "/bin",
    "AISLE_DATABASE_URL": "postgresql://shop.example/real",
    "AISLE_LLM_MODEL": "a-model",
    "AISLE_LLM_KEY": "a-key",
    "AISLE_EXTERNAL_CALLS": "false",
    "AISLE_SEARCH_WEIGHTS": "1,1",
}


def test_neither_the_real_database_nor_the_model_is_handed_on() -> None:
    assert given_to_shop(REAL, with_model=False) == {"PATH": "/bin", "AISLE_SEARCH_WEIGHTS": "1,1"}


def test_who_measures_with_the_model_hands_on_the_model_and_not_the_database() -> None:
    given = given_to_shop(REAL, with_model=True)
    assert given == {name: value for name, value in REAL.items() if name != "AISLE_DATABASE_URL"}
