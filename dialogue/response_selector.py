"""Which kind of talk was meant, in the form in which Rasa's own ResponseSelector leaves it with a message."""

from collections.abc import Mapping
from typing import Any

from rasa.shared.constants import UTTER_PREFIX
from rasa.shared.nlu.constants import INTENT_RESPONSE_KEY, PREDICTED_CONFIDENCE_KEY, RESPONSE

KIND_SEPARATOR = "/"


def selection(intent: str, probabilities: Mapping[str, float]) -> dict[str, Any]:
    """`probabilities` are those of the intent's kinds by their full names, such as `talk/greet`.

    Rasa answers `utter_talk` with the response named here. The texts themselves stay out: they are in the domain, and
    would be stored anew with every such turn.
    """
    total = sum(probabilities.values())
    ranked = sorted(probabilities, key=lambda kind: -probabilities[kind])
    ranking = [{PREDICTED_CONFIDENCE_KEY: probabilities[kind] / total, INTENT_RESPONSE_KEY: kind} for kind in ranked]
    chosen = {**ranking[0], "utter_action": f"{UTTER_PREFIX}{ranked[0]}"}
    return {"all_retrieval_intents": [intent], intent: {RESPONSE: chosen, "ranking": ranking}}
