"""Rasa's turn, made to fail aloud: what goes wrong in a turn ends it, and only a turn that was answered is kept."""

import time
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.engine.exceptions import GraphComponentException
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from dialogue.collector import Collector
from dialogue.errors import DialogueError, TurnFailed

# Rules see the intent `talk` only, not which kind of talk it is. These kinds are answered by an action, not by a text.
ACTIONS_OF_TALK = {
    "talk/greet": "action_greet",
    "talk/help": "action_give_help",
    "talk/human": "action_hand_off",
    "talk/repeat": "action_repeat",
}
TALK = "utter_talk"
# What "say that again" repeats.
LAST_SPEECH = "last_speech"


class AisleProcessor(MessageProcessor):
    """Differs from Rasa's in a few places, each named for what it does."""

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """As Rasa's, but a turn that comes again is only answered again, and one that fails changes nothing.

        A turn in which nothing was said has failed, and so has one in which an action had to apologise: whether the
        very same request comes again or the shopper says it once more, it is to meet the question it answers.
        """
        collector = message.output_channel
        conversation = await self.get_tracker(message.sender_id)
        turn_id = message.metadata.get("turn_id")
        if kept := conversation.answer_to(turn_id):
            collector.tell_again(kept)
            return collector.messages
        await self._update_tracker_session(conversation, collector)
        await self._handle_message_with_tracker(message, conversation)
        await self.run_action_extract_slots(collector, conversation)
        await self._run_prediction_loop(collector, conversation)
        if not collector.messages:
            raise TurnFailed(reason="nothing was said")
        collector.ask_once()
        if kept := collector.worth_keeping(turn_id=turn_id):
            conversation.update(SlotSet(LAST_SPEECH, collector.speech()), self.domain)
            conversation.answered = kept
            await self.save_tracker(conversation)
        return collector.messages

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,  # noqa: FBT001, FBT002 - Rasa's signature
    ) -> dict[str, Any]:
        """As Rasa's, and the collector learns how the shopper was understood."""
        started = time.perf_counter()
        parse_data = await super().parse_message(message, tracker, only_output_properties)
        if isinstance(message.output_channel, Collector):
            message.output_channel.understood(parse_data, nlu_ms=(time.perf_counter() - started) * 1000)
        return parse_data

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Nothing: what understands and the domain are of one model, and Rasa writes the domain out to hear of it."""

    async def _update_tracker_session(
        self,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        metadata: dict[str, Any] | None = None,  # noqa: ARG002 - Rasa's signature
    ) -> None:
        """As Rasa's, but the metadata of the first turn does not become a slot of the whole conversation."""
        await super()._update_tracker_session(tracker, output_channel, None)

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        """As Rasa's, but an action that fails is not logged and forgotten: its error ends the turn."""
        before = tracker.copy()
        before.update_with_events(prediction.events, self.domain)
        try:
            events = await self._performed(action, before).run(output_channel, nlg, before, self.domain)
        except ActionExecutionRejection:
            tracker.update(ActionExecutionRejected(action.name(), prediction.policy_name, prediction.max_confidence))
            return self.should_predict_another_action(action.name())
        self._log_action_on_tracker(tracker, action, events, prediction)
        await self.execute_side_effects(_or_none(events), tracker, output_channel)
        return self.should_predict_another_action(action.name())

    def _performed(self, action: Action, tracker: DialogueStateTracker) -> Action:
        if action.name() != TALK or tracker.latest_message is None:
            return action
        kind = ACTIONS_OF_TALK.get(tracker.latest_message.full_retrieval_intent_name or "")
        return RemoteAction(kind, self.action_endpoint) if kind else action


class AisleAgent(Agent):
    """An agent with our processor, whose store of conversations is asked directly.

    Rasa would wrap the store so that a lost database silently becomes an empty memory.
    """

    def load_model(self, model_path: str, fingerprint: str | None = None) -> None:
        try:
            self.processor = AisleProcessor(
                model_path=model_path,
                tracker_store=self.tracker_store,
                lock_store=self.lock_store,
                action_endpoint=self.action_endpoint,
                generator=self.nlg,
            )
        except GraphComponentException as exc:
            # Rasa wraps what its components raise; ours say what is wrong.
            raise (exc.__cause__ if isinstance(exc.__cause__, DialogueError) else exc) from None
        self.domain = self.processor.domain
        self.tracker_store.domain = self.domain
        self.nlg.responses = self.domain.responses
        self._set_fingerprint(fingerprint)

    @staticmethod
    def _create_tracker_store(store: TrackerStore | None, domain: Domain | None) -> TrackerStore:
        if store is None:
            raise TurnFailed(reason="no store of conversations was given")
        store.domain = domain
        return store


def _or_none(events: list[Event] | None) -> list[Event]:
    return events or []
