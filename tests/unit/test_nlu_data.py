"""The training sentences: every intent well covered, none said twice, none that is also held out or an outlier."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
NLU_DATA = ROOT / "nlu_data"
HELD_OUT = sorted((ROOT / "tests" / "nlu").glob("*.tsv"))

FEWEST_PER_INTENT = 60
FEWEST_PER_TALK = 40
FEWEST_OUT_OF_SCOPE = 250
FEWEST_HELD_OUT = 200
TALK = {"greet", "thanks", "goodbye", "help", "repeat", "human", "bot_challenge"}
ACTION_OF = {
    "product_search": "action_search_products",
    "refine_search": "action_refine_search",
    "product_details": "action_show_details",
    "compare_products": "action_compare_products",
    "recommend": "action_recommend_products",
    "add_to_cart": "action_add_to_cart",
    "change_cart": "action_change_cart",
    "view_cart": "action_view_cart",
    "checkout": "checkout_form",
    "reorder": "action_reorder",
    "order_status": "action_order_status",
    "return_policy": "action_explain_policy",
    "start_return": "return_form",
    "size_recommendation": "action_recommend_size",
    "price_match": "action_match_price",
    "availability_check": "action_check_availability",
    "preference": "action_remember_preference",
    "affirm": "action_affirm",
    "deny": "action_deny",
    "talk": "utter_talk",
}


def normalised(sentence: str) -> str:
    """Two sentences that differ only in case, punctuation or spacing are the same sentence."""
    words = re.sub(r"['\u2019]", "", sentence.lower())
    return " ".join(re.sub(r"[^\w\s]", " ", words).split())


def documents() -> dict[Path, dict[str, Any]]:
    return {path: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(NLU_DATA.glob("*.yml"))}


def sentences() -> dict[str, list[str]]:
    """What is said, by intent; the parts of talk under their full names."""
    return {
        entry["intent"]: [line.removeprefix("- ") for line in entry["examples"].splitlines()]
        for document in documents().values()
        for entry in document.get("nlu", [])
    }


def outliers() -> list[str]:
    return (NLU_DATA / "out_of_scope.txt").read_text(encoding="utf-8").splitlines()


SENTENCES = sentences()
SAID = {normalised(sentence): intent for intent, said in SENTENCES.items() for sentence in said}


@pytest.mark.parametrize("intent", sorted(ACTION_OF.keys() - {"talk"}))
def test_each_intent_has_enough_sentences(intent: str) -> None:
    assert len(SENTENCES[intent]) >= FEWEST_PER_INTENT


@pytest.mark.parametrize("part", sorted(TALK))
def test_each_part_of_talk_has_enough_sentences(part: str) -> None:
    assert len(SENTENCES[f"talk/{part}"]) >= FEWEST_PER_TALK


def test_no_intent_is_there_that_the_assistant_does_not_serve() -> None:
    assert {intent.partition("/")[0] for intent in SENTENCES} == ACTION_OF.keys()
    assert {intent for intent in SENTENCES if "/" in intent} == {f"talk/{part}" for part in TALK}


def test_each_intent_stands_in_the_file_of_its_name() -> None:
    misplaced = [
        (path.name, entry["intent"])
        for path, document in documents().items()
        for entry in document.get("nlu", [])
        if entry["intent"].partition("/")[0] != path.stem
    ]
    assert not misplaced


def test_no_sentence_is_there_twice() -> None:
    times = Counter(normalised(sentence) for said in [*SENTENCES.values(), outliers()] for sentence in said)
    assert not [sentence for sentence, count in times.items() if count > 1]


def test_there_are_enough_outliers() -> None:
    assert len(outliers()) >= FEWEST_OUT_OF_SCOPE


def test_no_outlier_is_also_a_sentence_of_an_intent() -> None:
    assert not [(sentence, SAID[known]) for sentence in outliers() if (known := normalised(sentence)) in SAID]


def test_no_sentence_is_empty_or_marked_up() -> None:
    """Entities are read by the understanding of requests, so no annotation belongs into a sentence."""
    strange = [
        sentence
        for said in [*SENTENCES.values(), outliers()]
        for sentence in said
        if not normalised(sentence) or re.search(r"[\[\]{}()|<>]", sentence) or sentence != sentence.strip()
    ]
    assert not strange


@pytest.mark.parametrize("file", HELD_OUT, ids=lambda file: file.stem)
def test_no_sentence_is_also_held_out(file: Path) -> None:
    known = {*SAID, *map(normalised, outliers())}
    held_out = [line.partition("\t")[2] for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(held_out) >= FEWEST_HELD_OUT
    assert not [sentence for sentence in held_out if normalised(sentence) in known]


def test_each_intent_has_one_rule_and_the_fallback_another() -> None:
    rules = yaml.safe_load((NLU_DATA / "rules.yml").read_text(encoding="utf-8"))["rules"]
    answered = [
        (rule["steps"][0]["intent"], rule["steps"][1]["action"]) for rule in rules if "intent" in rule["steps"][0]
    ]
    assert dict(answered) == {**ACTION_OF, "nlu_fallback": "action_out_of_scope"}
    assert len(answered) == len(ACTION_OF) + 1


def test_each_form_has_one_rule_for_what_follows_it() -> None:
    rules = yaml.safe_load((NLU_DATA / "rules.yml").read_text(encoding="utf-8"))["rules"]
    forms = yaml.safe_load((NLU_DATA.parent / "domain.yml").read_text(encoding="utf-8"))["forms"]
    ended = [rule["steps"] for rule in rules if "intent" not in rule["steps"][0]]
    assert sorted(steps[0]["action"] for steps in ended) == sorted(forms)
    assert all(steps[1:] == [{"active_loop": None}, {"action": "action_after_form"}] for steps in ended)


def test_there_is_no_code_among_the_sentences() -> None:
    assert {path.suffix for path in NLU_DATA.rglob("*") if path.is_file()} == {".yml", ".txt"}
