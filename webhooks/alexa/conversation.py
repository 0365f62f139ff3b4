"""Answers verified requests: each becomes a turn of the shopper's conversation, or needs none."""

import asyncio
import hashlib
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog

from shop.errors import ShopUnavailable
from shop.reply import Reply
from shop.turn import DEFAULT_LOCALE, Buying, Channel, Turn
from webhooks.alexa import answers
from webhooks.alexa.answers import Look, Told, told_of
from webhooks.alexa.cards import LINK_ACCOUNT
from webhooks.alexa.envelope import Envelope
from webhooks.alexa.meanwhile import Meanwhile
from webhooks.alexa.progress import Progress
from webhooks.alexa.screens import INTERFACE
from webhooks.alexa.speech import ASKED_AGAIN
from webhooks.alexa.wishes import WAITING, Wanted, Wish, can_fulfil, was_waiting, wish_of
from webhooks.assistant import Assistant
from webhooks.callers import Caller, Callers, Visit
from webhooks.errors import AccessTokenRefused, AssistantUnavailable, RequestIdReused, TurnInProgress
from webhooks.limits.errors import TooOften
from webhooks.limits.limits import Bucket, Kind

GOODBYE = "Bye for now. Your cart will be here when you come back."
TOO_SLOW = "Sorry, that took me too long. Could you ask me once more?"
TOO_MUCH = "One moment, that was a lot at once. Please try again in a few seconds."
NOT_NOW = "Sorry, I can't answer that just now. Please try again in a moment."
LINK_AGAIN = (
    "I can't open your account any more. Please link it again in the Alexa app. I've sent you a card that leads there."
)
LONGEST_TEXT = 2000
LONGEST_ID = 128
LOCALE = re.compile(r"[a-z]{2,3}-[A-Z]{2}")
PLAIN = re.compile(r"[\w.]{1,80}")
# Answers to these may ask for a whole sentence next.
MAY_ELICIT = frozenset({"LaunchRequest", "IntentRequest"})

# Raises TooOften for whoever has said as much as one may.
Admit = Callable[[Bucket], Awaitable[None]]

log = structlog.get_logger("aisle.alexa")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered:
    """`said` is how the reply begins, where that has been said while the rest was made."""

    visit: Visit
    reply: Reply
    said: str
    look: Look


class Conversation:
    """`look` tells what the answers look like by now: a shop may be renamed. It raises ShopUnavailable."""

    def __init__(
        self, *, assistant: Assistant, callers: Callers, progress: Progress, look: Callable[[], Awaitable[Look]]
    ) -> None:
        self._assistant = assistant
        self._callers = callers
        self._progress = progress
        self._look = look
        self._running: set[asyncio.Task[_Answered]] = set()

    async def answer(self, envelope: Envelope, *, admit: Admit, within_s: float) -> bytes:
        """Never later than `within_s`, whatever hangs: an apology is better than Alexa's own."""
        wish = wish_of(envelope)
        if wish.kind is Wanted.NOTHING:
            return self._without_words(envelope)
        if wish.kind is Wanted.LEFT:
            return answers.dumped(answers.QUIET_END)
        if wish.kind is Wanted.STOPPED:
            return answers.written(Told(speech=GOODBYE))
        with self._progress.watching(envelope, within_s=within_s) as meanwhile:
            answering = self._answered(envelope, wish, admit, meanwhile=meanwhile, within_s=within_s)
            return answers.written(await self._told(envelope, wish, asyncio.create_task(answering), within_s=within_s))

    def _without_words(self, envelope: Envelope) -> bytes:
        """Nobody listens to these, or nobody may be spoken to in answer."""
        request = envelope.request
        if request.type == "CanFulfillIntentRequest":
            can = can_fulfil(request.intent)
            return answers.dumped({"version": "1.0", "response": {"canFulfillIntent": can}})
        log.info(
            "alexa_event",
            type=_logged(request.type),
            reason=_logged(request.reason),
            problem=_logged(request.error.type),
        )
        return answers.dumped(answers.NOTHING)

    async def _told(self, envelope: Envelope, wish: Wish, running: asyncio.Task[_Answered], *, within_s: float) -> Told:
        """A database that hangs answers a cancellation as late as anything else, so that is not waited for."""
        self._running.add(running)
        running.add_done_callback(self._forget)
        await asyncio.wait({running}, timeout=max(0.0, within_s))
        if not running.done():
            running.cancel()
            log.warning("alexa_overdue")
            return _asking_again(TOO_SLOW, envelope)
        try:
            return self._rendered(envelope, wish, running.result())
        except AccessTokenRefused as exc:
            log.info("alexa_access_token_refused", reason=exc.reason)
            return Told(speech=LINK_AGAIN, card=LINK_ACCOUNT)
        except TooOften:
            return _asking_again(TOO_MUCH, envelope)
        except TurnInProgress:
            return _asking_again(TOO_SLOW, envelope)
        except (AssistantUnavailable, ShopUnavailable, RequestIdReused):
            return Told(speech=NOT_NOW)

    async def _answered(
        self, envelope: Envelope, wish: Wish, admit: Admit, *, meanwhile: Meanwhile | None, within_s: float
    ) -> _Answered:
        answer_by = time.time() + within_s
        request_id = _request_id(envelope)
        caller = _caller(envelope, request_id)
        name = f"{caller.channel} {caller.application} {caller.user or caller.session}"
        await admit(Bucket(kind=Kind.VOICE, caller=name))
        visit = await self._callers.visit(caller)
        locale = envelope.request.locale or ""
        turn = Turn(
            channel=Channel.ALEXA,
            shopper_id=visit.shopper_id,
            conversation_id=visit.conversation_id,
            request_id=request_id,
            text=wish.text[:LONGEST_TEXT],
            buying=Buying.WHEN_LINKED,
            locale=locale if LOCALE.fullmatch(locale) else DEFAULT_LOCALE,
            answer_by=answer_by,
        )
        reply = await self._assistant.answer(turn, listener=meanwhile)
        said = await meanwhile.already_said(reply) if meanwhile else ""
        return _Answered(visit=visit, reply=reply, said=said, look=await self._look())

    def _rendered(self, envelope: Envelope, wish: Wish, answered: _Answered) -> Told:
        """After cancel the microphone stays open for something else, and after a launch it has to be."""
        told = told_of(
            answered.reply,
            answered.look,
            said=answered.said,
            has_screen=INTERFACE in envelope.context.system.device.supported_interfaces,
            is_amid=not envelope.session.new,
            stays_open=wish.kind in {Wanted.OPENED, Wanted.CANCELLED},
        )
        if notice := answered.visit.notice:
            told = replace(told, speech=f"{notice} {told.speech}".rstrip())
        waiting = told.reprompt is not None and wish.kind is Wanted.SAID
        if wish.keeps_open:
            waiting = was_waiting(envelope)
        return replace(told, elicits=envelope.request.type in MAY_ELICIT, attributes=_attributes(is_waiting=waiting))

    def _forget(self, task: asyncio.Task[_Answered]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()


def _asking_again(said: str, envelope: Envelope) -> Told:
    """What was open before still is."""
    return Told(
        speech=said,
        reprompt=ASKED_AGAIN,
        elicits=envelope.request.type in MAY_ELICIT,
        attributes=_attributes(is_waiting=was_waiting(envelope)),
    )


def _attributes(*, is_waiting: bool) -> dict[str, Any] | None:
    return {WAITING: True} if is_waiting else None


def _caller(envelope: Envelope, request_id: str) -> Caller:
    user = envelope.user
    token = envelope.context.system.user.access_token or envelope.session.user.access_token
    return Caller(
        channel=Channel.ALEXA,
        application=min(envelope.applications),
        session=envelope.session.session_id or user.user_id or request_id,
        user=user.user_id,
        access_token=token.get_secret_value() if token else None,
    )


def _request_id(envelope: Envelope) -> str:
    """Alexa's own; of a request that brings none, or a strange one, one that the same request has again."""
    told = envelope.request.request_id
    if told and len(told) <= LONGEST_ID:
        return told
    return hashlib.sha256(repr(envelope).encode(errors="backslashreplace")).hexdigest()


def _logged(told: str | None) -> str | None:
    return told if told and PLAIN.fullmatch(told) else None
