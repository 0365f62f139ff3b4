"""Has a model word an answer, and lets through what is borne out from its first sentence to its last."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from actions.conversation.model_time import ModelTime
from actions.grounding.speaker import Grounds, Matter, Question, Said
from assistant.llm.errors import NoAnswer
from assistant.llm.port import Ask, LanguageModel, Use
from assistant.llm.speaking.asking import INSTRUCTIONS, MOST_TOKENS, Sentence, Spoken
from assistant.llm.speaking.errors import Reason, Unfounded
from assistant.llm.speaking.figures import SpeechFigures
from assistant.llm.speaking.growing import sentences_in
from assistant.llm.speaking.handed import MOST_SENTENCES, Handed, handed_passages, handed_products
from assistant.llm.speaking.passages import Passages
from assistant.llm.speaking.verifying.quoting import ToQuote
from shop.phrasing.policies import source_of_kind

Hear = Callable[[str], None]
# More would not be listened to; a screen has room for twice as much.
MOST_WORDS = {True: 65, False: 130}
NOTHING_HANDED, NOTHING_SAID, NO_TIME, SPOKEN = "nothing_handed", "nothing_said", "no_time", "spoken"


class GroundedSpeaker:
    """Satisfies `Speaker`. `within_s` is the longest that a model is waited for."""

    def __init__(
        self, model: LanguageModel, passages: Passages, time: ModelTime, figures: SpeechFigures, *, within_s: float
    ) -> None:
        self._model = model
        self._passages = passages
        self._time = time
        self._figures = figures
        self._within_s = within_s

    async def speak(self, question: Question, grounds: Grounds, *, on_sentence: Hear | None = None) -> Said | None:
        handed = await self._handed(question, grounds)
        if handed is None:
            self._figures.ended(NOTHING_HANDED)
            return None
        left_s = self._time.within_s(question.turn_id, answer_by=question.answer_by, most_s=self._within_s)
        if left_s <= 0:
            self._figures.ended(NO_TIME)
            return None
        judging = _Judging(handed, question, on_sentence)
        try:
            spoken = await self._asked(handed, question, judging, within_s=left_s)
            said = judging.whole(spoken)
        except NoAnswer as exc:
            self._figures.ended(f"no_answer_{exc.why.value}")
            return None
        except Unfounded as exc:
            self._figures.ended(f"unfounded_{exc.reason.value}")
            return None
        self._figures.ended(SPOKEN if said else NOTHING_SAID)
        return said

    async def _handed(self, question: Question, grounds: Grounds) -> Handed | None:
        if question.matter is Matter.PRODUCTS:
            return handed_products(question, grounds)
        passages, taken = await self._passages.find(question.text, grounds.promised)
        return handed_passages(question, passages, taken, quoted=grounds.promised.quoted)

    async def _asked(self, handed: Handed, question: Question, judging: "_Judging", *, within_s: float) -> Spoken:
        """Ended as soon as one sentence fails: nothing that follows could mend it."""
        ask = Ask(
            use=Use.SPEAKING,
            instructions=INSTRUCTIONS,
            data=handed.data,
            answer=Spoken,
            within_s=within_s,
            most_tokens=MOST_TOKENS,
            conversation_id=question.conversation_id,
        )
        asking = asyncio.ensure_future(self._model.ask(ask, on_text=judging.hear))
        failing = asyncio.ensure_future(judging.failed.wait())
        try:
            await asyncio.wait({asking, failing}, return_when=asyncio.FIRST_COMPLETED)
            if judging.failure is not None:
                raise judging.failure
            return await asking
        finally:
            for task in (asking, failing):
                task.cancel()
            with suppress(asyncio.CancelledError, NoAnswer):
                await asking


class _Judging:
    """Of one answer while it grows; sentences are told on once each, and only in their order."""

    def __init__(self, handed: Handed, question: Question, on_sentence: Hear | None) -> None:
        self._handed = handed
        self._question = question
        self._on_sentence = on_sentence
        self._verifier = handed.verifier()
        self._judged: list[Sentence] = []
        self._to_quote = ToQuote(handed.to_quote)
        self._told: list[str] = []
        self._spoken: list[str] = []
        self._listened_to = 0
        self._kind = ""
        self.failed = asyncio.Event()
        self.failure: Unfounded | None = None

    def hear(self, text: str) -> None:
        if self.failure is not None:
            return
        advised, sentences = sentences_in(text)
        try:
            for sentence in sentences[len(self._judged) :]:
                self._judge(sentence, advised)
        except Unfounded as exc:
            self.failure = exc
            self.failed.set()

    def whole(self, spoken: Spoken) -> Said | None:
        """The answer as it ended decides: what was told on the way has to be its beginning."""
        if self.failure is not None:
            raise self.failure
        if list(spoken.sentences[: len(self._judged)]) != self._judged:
            raise Unfounded(Reason.SHAPE)
        for sentence in spoken.sentences[len(self._judged) :]:
            self._judge(sentence, spoken.advised)
        if self._told and not self._to_quote.is_all_said:
            raise Unfounded(Reason.INCOMPLETE)
        advised = self._handed.card(spoken.advised) if self._verifier.has_advised else None
        return Said(text=" ".join(self._told), speech=" ".join(self._spoken), advised=advised) if self._told else None

    def _judge(self, sentence: Sentence, advised: str | None) -> None:
        text = sentence.text.strip()
        self._verifier.check(text, sentence.about, advised=advised)
        told = self._with_source(text if text.endswith((".", "!")) else f"{text}.", sentence)
        spoken = self._handed.in_words(told)
        if self._question.is_heard:
            # Such a door says the pieces of the text as they come.
            told = spoken
        words = sum(len(each.split()) for each in (*self._told, told))
        if len(self._told) >= MOST_SENTENCES[self._question.is_heard] or words > MOST_WORDS[self._question.is_heard]:
            raise Unfounded(Reason.LENGTH)
        self._judged.append(sentence)
        self._told.append(told)
        self._spoken.append(spoken)
        self._to_quote.hear(text)
        self._tell_on()

    def _tell_on(self) -> None:
        """What would mislead without a sentence that is still to come waits for it."""
        if self._on_sentence is None or not self._to_quote.is_all_said:
            return
        for told in self._told[self._listened_to :]:
            self._on_sentence(told)
        self._listened_to = len(self._told)

    def _with_source(self, text: str, sentence: Sentence) -> str:
        """Whose word a policy is: "thirty days" are those of returns, and not of the warranty."""
        kinds = {self._handed.kind(key) for key in sentence.about}
        if len(kinds) > 1:
            raise Unfounded(Reason.POLICY)
        kind = kinds.pop() if kinds else ""
        if not kind or kind == self._kind:
            return text
        self._kind = kind
        return f"{source_of_kind(kind)}: {text}"
