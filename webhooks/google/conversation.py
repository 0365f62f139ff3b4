"""Turns what was said at Google's surfaces into what is told there, in time for the platform, whatever happens."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from shop.reply import Reply
from shop.turn import Buying, Channel, Turn
from webhooks.assistant import Assistant
from webhooks.callers import Caller, Callers, Visit
from webhooks.errors import AccessTokenRefused, AssistantUnavailable, RequestIdReused, TurnInProgress
from webhooks.google import words
from webhooks.google.said import Kind, Said
from webhooks.google.shown import Told
from webhooks.limits.errors import TooOften
from webhooks.limits.limits import Bucket
from webhooks.limits.limits import Kind as Limited
from webhooks.web.continuing import Continuing

# Raises TooOften for whoever has said as much as one may.
Admit = Callable[[Bucket], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """What the shopper can be told, once somebody knows who it is."""

    reply: Reply
    visit: Visit


class Conversation:
    """`new_id` names the turns of requests that nothing tells from others."""

    def __init__(
        self, assistant: Assistant, callers: Callers, continuing: Continuing, *, new_id: Callable[[], str]
    ) -> None:
        self._assistant = assistant
        self._callers = callers
        self._continuing = continuing
        self._new_id = new_id
        self._running: set[asyncio.Task[_Heard]] = set()

    async def told(self, said: Said, *, admit: Admit, within_s: float) -> Told:
        """What takes too long is not stopped: the platform may ask again, and then the answer is there."""
        if said.kind in words.WITHOUT_A_TURN:
            return words.WITHOUT_A_TURN[said.kind]
        running = asyncio.create_task(self._heard(said, admit, answer_by=time.time() + within_s))
        self._running.add(running)
        running.add_done_callback(self._forget)
        done, _ = await asyncio.wait({running}, timeout=within_s)
        return self._outcome(running) if done else words.TOO_SLOW

    async def finish(self) -> None:
        """Let what is under way come to its end; the turns themselves have a deadline."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=1.0)

    def _forget(self, task: "asyncio.Task[_Heard]") -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()

    def _outcome(self, done: "asyncio.Task[_Heard]") -> Told:
        """Each expected failure in words: a platform says nothing useful of a status."""
        try:
            heard = done.result()
        except AccessTokenRefused:
            return words.LINK_AGAIN
        except TooOften:
            return words.TOO_MUCH
        except TurnInProgress:
            return words.STILL_BUSY
        except (AssistantUnavailable, RequestIdReused):
            return words.NOT_NOW
        reply = heard.reply
        if heard.visit.notice:
            reply = replace(
                reply, speech=f"{heard.visit.notice} {reply.speech}", text=f"{heard.visit.notice}\n{reply.text}"
            )
        return Told(reply=reply, ended=reply.farewell and not reply.expects_reply)

    async def _heard(self, said: Said, admit: Admit, *, answer_by: float) -> _Heard:
        caller = Caller(
            channel=Channel.GOOGLE,
            application=said.application,
            session=said.session,
            user=said.user,
            access_token=said.access_token,
        )
        name = f"{caller.channel} {caller.application} {caller.user or caller.session}"
        await admit(Bucket(kind=Limited.VOICE, caller=name))
        visit = await self._callers.visit(caller)
        turn = Turn(
            channel=Channel.GOOGLE,
            shopper_id=visit.shopper_id,
            conversation_id=visit.conversation_id,
            request_id=said.request_id(new_id=self._new_id),
            text=words.GREETING if said.kind is Kind.WELCOME else said.words,
            locale=said.locale,
            buying=Buying.WHEN_LINKED,
            answer_by=answer_by,
        )
        reply = await self._assistant.answer(turn)
        if reply.needs_account and reply.link is None and said.sees_links:
            reply = await self._with_way_on(reply, visit)
        return _Heard(reply=reply, visit=visit)

    async def _with_way_on(self, reply: Reply, visit: Visit) -> Reply:
        """Nothing can be linked in a chat window, but the cart can go on in the web shop."""
        with suppress(AssistantUnavailable):
            return replace(reply, link=await self._continuing.link_for(visit.shopper_id))
        return reply
