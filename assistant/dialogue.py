"""Asks Rasa: one pooled HTTP session, calls signed for their very body, and what comes back as one Answer."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import aiohttp
import jwt
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from assistant.errors import DialogueUnavailable
from shop.reply import Answer
from shop.turn import Turn

AUDIENCE = "aisle-dialogue"
TOKEN_LIFETIME_S = 20
SENDER_LENGTH = 32
HEALTH_TIMEOUT_S = 1.0
OUT_OF_SCOPE = "out_of_scope"
FAREWELL = "talk/goodbye"
ANSWER = TypeAdapter(Answer)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueAnswer:
    """`failure` names what an action had to apologise for; the words are then the apology."""

    answer: Answer
    intent: str
    confidence: float
    stages: Mapping[str, float]
    failure: str | None = None


class _Custom(BaseModel):
    answer: dict[str, Any]
    stages: dict[str, float] = {}
    failure: str | None = None
    meant: str | None = None


class _Message(BaseModel):
    text: str | None = None
    custom: _Custom | None = None


class _Intent(BaseModel):
    """`kind` tells small talk apart, such as greetings from farewells."""

    name: str | None = None
    kind: str | None = None
    confidence: float = 0.0


class _Timing(BaseModel):
    nlu_ms: float | None = None
    total_ms: float | None = None


class _Body(BaseModel):
    messages: list[_Message] = Field(default_factory=list)
    intent: _Intent = _Intent()
    timing: _Timing = _Timing()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnActions:
    """Where Rasa finds the actions of this process, for turns that this process listens to or for all that it asks."""

    port: int
    for_all_turns: bool = False


class Dialogue:
    """One conversation always meets the same process, because a process caches the conversations it has in hand.

    Without `own_actions` Rasa asks whichever process it likes.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        *,
        addresses: Sequence[str],
        secret: str,
        sender_secret: str,
        own_actions: OwnActions | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._http = http
        self._addresses = tuple(addresses)
        self._secret = secret
        self._sender_secret = sender_secret
        self._own_actions = own_actions
        self._now = now

    async def ask(
        self, turn: Turn, *, turn_id: str, traceparent: str | None, timeout_s: float, is_listened_to: bool = False
    ) -> DialogueAnswer:
        """Raises DialogueUnavailable, whatever it is that keeps Rasa from answering."""
        sender = sender_of(turn.conversation_id, secret=self._sender_secret)
        body = json.dumps(
            {
                "sender": sender,
                "text": turn.text,
                "metadata": {
                    "turn_id": turn_id,
                    "conversation_id": turn.conversation_id,
                    "shopper_id": turn.shopper_id,
                    "channel": turn.channel.value,
                    "locale": turn.locale,
                    "buying": turn.buying.value,
                    "traceparent": traceparent,
                    "answer_by": turn.answer_by,
                    "listener_port": self._listener_port(is_listened_to=is_listened_to),
                },
            },
            ensure_ascii=False,
        ).encode()
        answered = await self._post(f"{self._address_of(sender)}/webhooks/aisle/turn", body, timeout_s=timeout_s)
        return read_answer(answered)

    def _listener_port(self, *, is_listened_to: bool) -> int | None:
        own = self._own_actions
        return own.port if own and (is_listened_to or own.for_all_turns) else None

    async def is_answering(self) -> bool:
        """Every process has its model loaded."""
        timeout = aiohttp.ClientTimeout(total=HEALTH_TIMEOUT_S)
        for address in self._addresses:
            try:
                async with self._http.get(f"{address}/webhooks/aisle/health", timeout=timeout) as response:
                    if response.status != 200:
                        return False
            except (aiohttp.ClientError, TimeoutError):
                return False
        return True

    async def _post(self, url: str, body: bytes, *, timeout_s: float) -> bytes:
        if timeout_s <= 0:
            raise DialogueUnavailable(reason="slow")
        headers = {"Authorization": f"Bearer {self._token(body)}", "Content-Type": "application/json"}
        timeout = aiohttp.ClientTimeout(total=timeout_s)
        try:
            async with self._http.post(url, data=body, headers=headers, timeout=timeout) as response:
                if response.status != 200:
                    raise DialogueUnavailable(reason=f"status_{response.status}")
                return await response.read()
        except TimeoutError as exc:
            raise DialogueUnavailable(reason="slow") from exc
        except aiohttp.ClientConnectorError as exc:
            raise DialogueUnavailable(reason="down") from exc
        except aiohttp.ClientError as exc:
            raise DialogueUnavailable(reason="broken_off") from exc

    def _token(self, body: bytes) -> str:
        issued_at = int(self._now())
        claims = {
            "aud": AUDIENCE,
            "iat": issued_at,
            "exp": issued_at + TOKEN_LIFETIME_S,
            "body_sha256": hashlib.sha256(body).hexdigest(),
        }
        return jwt.encode(claims, self._secret, algorithm="HS256")

    def _address_of(self, sender: str) -> str:
        return self._addresses[int(sender[:8], 16) % len(self._addresses)]


def sender_of(conversation_id: str, *, secret: str) -> str:
    """Short and of our own making: Rasa silently loses conversations with long names, and logs the names."""
    return hmac.new(secret.encode(), conversation_id.encode(), hashlib.sha256).hexdigest()[:SENDER_LENGTH]


def read_answer(answered: bytes) -> DialogueAnswer:
    """No message at all is how Rasa says that an action failed, so it counts as a failure."""
    try:
        body = _Body.model_validate_json(answered)
        answers = [_answer_of(message) for message in body.messages if message.custom or message.text]
    except ValidationError as exc:
        raise DialogueUnavailable(reason="malformed") from exc
    if not answers:
        raise DialogueUnavailable(reason="empty")
    customs = [message.custom for message in body.messages if message.custom]
    return DialogueAnswer(
        answer=replace(merged(answers), farewell=body.intent.kind == FAREWELL),
        intent=_intent(body.intent.name or OUT_OF_SCOPE, customs),
        confidence=body.intent.confidence,
        stages=_stages(body.timing, [custom.stages for custom in customs]),
        failure=next((custom.failure for custom in customs if custom.failure), None),
    )


def _intent(name: str, customs: Sequence[_Custom]) -> str:
    """An answer to what was asked, such as an address, is understood where it is asked for, and nowhere else."""
    return next((custom.meant for custom in customs if custom.meant), name)


def merged(answers: Sequence[Answer]) -> Answer:
    """Everything is said in order; of what can be shown only once, the last word counts."""
    showing = _last(answer for answer in answers if answer.products is not None)
    return Answer(
        speech=" ".join(answer.speech for answer in answers if answer.speech),
        text="\n".join(answer.text for answer in answers if answer.text),
        products=_last(answer.products for answer in answers),
        cart=_last(answer.cart for answer in answers),
        order=_last(answer.order for answer in answers),
        suggestions=tuple(dict.fromkeys(suggestion for answer in answers for suggestion in answer.suggestions)),
        expects_reply=answers[-1].expects_reply,
        handoff=_last(answer.handoff for answer in answers),
        query=_last(answer.query for answer in answers),
        pace=_last(answer.pace for answer in answers),
        secret=any(answer.secret for answer in answers),
        link=_last(answer.link for answer in answers),
        needs_account=any(answer.needs_account for answer in answers),
        comparison=_last(answer.comparison for answer in answers),
        shown=showing.shown if showing else None,
    )


def _last(values: Iterable[T | None]) -> T | None:
    return next(reversed([value for value in values if value is not None]), None)


def _answer_of(message: _Message) -> Answer:
    if message.custom is not None:
        return ANSWER.validate_python(message.custom.answer)
    text = message.text or ""
    return Answer(speech=text, text=text, expects_reply=text.rstrip().endswith("?"))


def _stages(timing: _Timing, of_actions: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Rasa tells its whole time; what neither NLU nor the action took is the dialogue policy and its bookkeeping."""
    stages: dict[str, float] = {}
    for measured in of_actions:
        for stage, ms in measured.items():
            stages[stage] = stages.get(stage, 0.0) + ms
    if timing.nlu_ms is not None:
        stages["nlu"] = timing.nlu_ms
        if timing.total_ms is not None:
            stages["policy"] = max(0.0, timing.total_ms - timing.nlu_ms - stages.get("action", 0.0))
    return stages
