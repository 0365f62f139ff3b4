"""How much may be spent on a conversation and on a day, reserved before a call and settled after it, all in memory."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from assistant.llm.port import Use
from assistant.llm.prices import Usage

MOST_CONVERSATIONS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    tokens: int = 0
    cost_micros: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(tokens=self.tokens + other.tokens, cost_micros=self.cost_micros + other.cost_micros)

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(tokens=self.tokens - other.tokens, cost_micros=self.cost_micros - other.cost_micros)


NOTHING = Amount()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """No more than this; None is no limit."""

    tokens: int | None = None
    cost_micros: int | None = None

    def holds(self, amount: Amount) -> bool:
        return (self.tokens is None or amount.tokens <= self.tokens) and (
            self.cost_micros is None or amount.cost_micros <= self.cost_micros
        )


NO_LIMIT = Limit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    conversation: Limit = NO_LIMIT
    day: Limit = NO_LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Of a use on a day, by this process."""

    calls: int = 0
    answered: int = 0
    usage: Usage = field(default_factory=Usage)
    cost_micros: int = 0

    def plus(self, usage: Usage, cost_micros: int, *, answered: bool) -> "Total":
        return Total(
            calls=self.calls + 1,
            answered=self.answered + answered,
            usage=self.usage + usage,
            cost_micros=self.cost_micros + cost_micros,
        )

    @property
    def amount(self) -> Amount:
        return Amount(tokens=self.usage.tokens, cost_micros=self.cost_micros)


@dataclass(slots=True, kw_only=True)
class Entry:
    """A conversation as this process knows it; `others` is what other processes say they spent on it."""

    entry_id: str
    key: bytes
    own: Amount = NOTHING
    others: Amount = NOTHING
    reserved: Amount = NOTHING
    spent_at: datetime
    is_used_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    use: Use
    day: date
    amount: Amount
    entry: Entry | None


class Scope(StrEnum):
    CONVERSATION = "conversation"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhausted:
    """`is_news` the first time it is told of a day, or of a conversation."""

    scope: Scope
    is_news: bool


@dataclass(slots=True)
class _Day:
    day: date
    own: dict[Use, Total] = field(default_factory=dict)
    others: Amount = NOTHING
    reserved: Amount = NOTHING
    is_used_up: bool = False

    @property
    def amount(self) -> Amount:
        return sum((total.amount for total in self.own.values()), self.others + self.reserved)


class Budget:
    """Days are UTC's. What a call may cost at the most is reserved, so that calls at once cannot overspend together.

    What other processes spent comes in from behind (`heard`): between two such moments they may overspend a day's
    budget by what all of them spend meanwhile.
    """

    def __init__(
        self, limits: Limits, *, new_id: Callable[[], str], now: Callable[[], datetime], most: int = MOST_CONVERSATIONS
    ) -> None:
        self.limits = limits
        self._new_id = new_id
        self._now = now
        self._most = most
        self._days: OrderedDict[date, _Day] = OrderedDict()
        self._conversations: OrderedDict[bytes, Entry] = OrderedDict()
        self._news: set[tuple[date, Use]] = set()
        self._changed: set[bytes] = set()

    def reserve(self, use: Use, amount: Amount, *, conversation_id: str | None) -> Reservation | Exhausted:
        today = self._day(self._now().date())
        entry = self._entry(_key(conversation_id)) if conversation_id is not None else None
        if not self.limits.day.holds(today.amount + amount):
            is_news, today.is_used_up = not today.is_used_up, True
            return Exhausted(scope=Scope.DAY, is_news=is_news)
        if entry is not None and not self.limits.conversation.holds(_spent(entry) + amount):
            is_news, entry.is_used_up = not entry.is_used_up, True
            return Exhausted(scope=Scope.CONVERSATION, is_news=is_news)
        today.reserved += amount
        if entry is not None:
            entry.reserved += amount
        return Reservation(use=use, day=today.day, amount=amount, entry=entry)

    def release(self, reservation: Reservation) -> None:
        """Nothing was asked after all."""
        self._day(reservation.day).reserved -= reservation.amount
        if reservation.entry is not None:
            reservation.entry.reserved -= reservation.amount

    def settle(self, reservation: Reservation, usage: Usage, cost_micros: int, *, answered: bool) -> None:
        self.release(reservation)
        day = self._day(reservation.day)
        day.own[reservation.use] = day.own.get(reservation.use, Total()).plus(usage, cost_micros, answered=answered)
        self._news.add((reservation.day, reservation.use))
        entry = reservation.entry
        if entry is None:
            return
        entry.own += Amount(tokens=usage.tokens, cost_micros=cost_micros)
        entry.spent_at = self._now()
        self._changed.add(entry.key)

    @property
    def today(self) -> Amount:
        return self._day(self._now().date()).amount

    def totals(self) -> Mapping[tuple[date, Use], Total]:
        """Of this process, those that changed since they were written."""
        return {(day, use): self._days[day].own[use] for day, use in self._news if day in self._days}

    @property
    def has_news(self) -> bool:
        return bool(self._news or self._changed)

    def conversations(self) -> Mapping[bytes, Entry]:
        """Those that changed since they were written, or are new to this process."""
        return {key: self._conversations[key] for key in self._changed if key in self._conversations}

    def written(self, totals: Mapping[tuple[date, Use], Total], spent: Mapping[bytes, Amount]) -> None:
        """What changed again meanwhile stays news."""
        now = self.totals()
        self._news -= {key for key, total in totals.items() if now.get(key, total) == total}
        for key, own in spent.items():
            entry = self._conversations.get(key)
            if entry is None or entry.own == own:
                self._changed.discard(key)

    def heard(self, day: date, others: Amount, conversations: Mapping[bytes, Amount]) -> None:
        """What all other processes spent."""
        self._day(day).others = others
        for key, amount in conversations.items():
            if (entry := self._conversations.get(key)) is not None:
                entry.others = amount

    def _day(self, day: date) -> _Day:
        found = self._days.setdefault(day, _Day(day))
        while len(self._days) > 2:
            self._days.popitem(last=False)
        return found

    def _entry(self, key: bytes) -> Entry:
        """One that was let go begins anew, beside the row of the old one, which then is another's."""
        entry = self._conversations.get(key)
        if entry is None:
            entry = self._conversations[key] = Entry(entry_id=self._new_id(), key=key, spent_at=self._now())
            self._changed.add(key)
            self._let_go(self._conversations.items())
        self._conversations.move_to_end(key)
        return entry

    def _let_go(self, entries: Iterable[tuple[bytes, Entry]]) -> None:
        if len(self._conversations) <= self._most:
            return
        idle = next((key for key, entry in entries if key not in self._changed and entry.reserved == NOTHING), None)
        gone = idle if idle is not None else next(iter(self._conversations))
        del self._conversations[gone]
        self._changed.discard(gone)


def _key(conversation_id: str) -> bytes:
    return hashlib.sha256(conversation_id.encode()).digest()


def _spent(entry: Entry) -> Amount:
    return entry.own + entry.others + entry.reserved
