"""Hands an open language model to what a conversation uses it for."""

from dataclasses import replace

from prometheus_client import CollectorRegistry

from actions.services import Services
from assistant.llm.port import LanguageModel, Use
from assistant.llm.speaking.opening import speaker_with
from assistant.llm.speaking.passages import Embed
from assistant.llm.understanding.interpreter import interpreter_of
from assistant.llm_settings import ModelSettings


def with_model(
    services: Services,
    model: LanguageModel | None,
    settings: ModelSettings,
    *,
    embed: Embed,
    registry: CollectorRegistry | None = None,
) -> Services:
    """The same services with all that a model is good for; without one nothing is added, and nothing waits."""
    if model is None:
        return services
    return replace(
        services,
        interpreter=interpreter_of(model, services.reader, most_s=settings.llm_within_s[Use.UNDERSTANDING]),
        speaker=speaker_with(model, services, embed, within_s=settings.llm_within_s[Use.SPEAKING], registry=registry),
    )
