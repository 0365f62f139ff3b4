"""Makes the speaker out of what the gateway has open."""

from prometheus_client import CollectorRegistry

from actions.grounding.speaker import Speaker
from actions.services import Services
from assistant.llm.port import LanguageModel, Use
from assistant.llm.speaking.figures import SpeechFigures
from assistant.llm.speaking.passages import Embed, Passages
from assistant.llm.speaking.speaker import GroundedSpeaker


def speaker_with(
    model: LanguageModel, services: Services, embed: Embed, *, within_s: float, registry: CollectorRegistry | None
) -> Speaker | None:
    """None where the model is not used for speaking: then nothing is read for it either."""
    if not model.is_used_for(Use.SPEAKING):
        return None
    passages = Passages(services.products.policies, embed)
    return GroundedSpeaker(model, passages, services.model_time, SpeechFigures(registry), within_s=within_s)
