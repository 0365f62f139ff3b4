"""What asking models has cost, in Postgres: written by each process for itself, read by all of them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assistant.llm.budget import Amount, Entry, Total
from assistant.llm.port import Use
from assistant.llm.prices import Usage
from catalog.connections import Connection, Connections

WRITE_DAY = """
insert into model_spending (spender_id, day, use, model, currency, calls, answered, input_tokens, cached_tokens,
                            output_tokens, cost_micros)
values (%(spender)s, %(day)s, %(use)s, %(model)s, %(currency)s, %(calls)s, %(answered)s, %(input)s, %(cached)s,
        %(output)s, %(cost)s)
on conflict (day, spender_id, use, model, currency) do update set
    calls = excluded.calls, answered = excluded.answered, input_tokens = excluded.input_tokens,
    cached_tokens = excluded.cached_tokens, output_tokens = excluded.output_tokens, cost_micros = excluded.cost_micros
"""
WRITE_CONVERSATION = """
insert into model_conversations (entry_id, conversation_sha256, tokens, cost_micros, spent_at)
values (%(entry)s, %(conversation)s, %(tokens)s, %(cost)s, %(at)s)
on conflict (entry_id) do update set
    tokens = excluded.tokens, cost_micros = excluded.cost_micros, spent_at = excluded.spent_at
"""
# Money of another currency is not this budget's.
READ_DAY = """
select coalesce(sum(input_tokens + output_tokens), 0)::bigint,
       coalesce(sum(cost_micros) filter (where currency = %(currency)s), 0)::bigint
from model_spending where day = %(day)s and spender_id <> %(spender)s
"""
READ_CONVERSATIONS = """
select conversation_sha256, sum(tokens)::bigint, sum(cost_micros)::bigint
from model_conversations
where conversation_sha256 = any(%(conversations)s) and entry_id <> all(%(own)s)
group by 1
"""
READ_USES = """
select use, model, currency, sum(calls)::bigint, sum(answered)::bigint, sum(input_tokens)::bigint,
       sum(cached_tokens)::bigint, sum(output_tokens)::bigint, sum(cost_micros)::bigint
from model_spending where day >= %(since)s
group by use, model, currency order by use, model, currency
"""
READ_TURNS = "select count(*) from turns where started_at >= %(since)s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spender:
    """One process, from its start to its end."""

    spender_id: str
    model: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpentOnUse:
    use: str
    model: str
    currency: str
    total: Total


class StoredSpending:
    def __init__(self, connections: Connections, spender: Spender) -> None:
        self._connections = connections
        self._spender = spender

    async def write(self, totals: Mapping[tuple[date, Use], Total], entries: Mapping[bytes, Entry]) -> None:
        days = [self._row(day, use, total) for (day, use), total in totals.items()]
        conversations = [
            {
                "entry": entry.entry_id,
                "conversation": key,
                "tokens": entry.own.tokens,
                "cost": entry.own.cost_micros,
                "at": entry.spent_at,
            }
            for key, entry in entries.items()
            if entry.own.tokens or entry.own.cost_micros
        ]
        async with self._connections.connection() as connection, connection.cursor() as cursor:
            if days:
                await cursor.executemany(WRITE_DAY, days)
            if conversations:
                await cursor.executemany(WRITE_CONVERSATION, conversations)

    async def read(self, day: date, entries: Mapping[bytes, Entry]) -> tuple[Amount, Mapping[bytes, Amount]]:
        """What all others spent: on the day, and on these conversations."""
        async with self._connections.connection() as connection:
            asked = {"day": day, "spender": self._spender.spender_id, "currency": self._spender.currency}
            row = await (await connection.execute(READ_DAY, asked)).fetchone()
            spent = Amount(tokens=row[0], cost_micros=row[1]) if row else Amount()
            if not entries:
                return spent, {}
            own = [entry.entry_id for entry in entries.values()]
            rows = await connection.execute(READ_CONVERSATIONS, {"conversations": list(entries), "own": own})
            return spent, {bytes(key): Amount(tokens=tokens, cost_micros=cost) async for key, tokens, cost in rows}

    def _row(self, day: date, use: Use, total: Total) -> dict[str, object]:
        return {
            "spender": self._spender.spender_id,
            "day": day,
            "use": use.value,
            "model": self._spender.model,
            "currency": self._spender.currency,
            "calls": total.calls,
            "answered": total.answered,
            "input": total.usage.input_tokens,
            "cached": total.usage.cached_tokens,
            "output": total.usage.output_tokens,
            "cost": total.cost_micros,
        }


async def spent_since(connection: Connection, since: date) -> Sequence[SpentOnUse]:
    rows = await connection.execute(READ_USES, {"since": since})
    return [
        SpentOnUse(
            use=use,
            model=model,
            currency=currency,
            total=Total(
                calls=calls,
                answered=answered,
                usage=Usage(input_tokens=read, cached_tokens=cached, output_tokens=written),
                cost_micros=cost,
            ),
        )
        async for use, model, currency, calls, answered, read, cached, written, cost in rows
    ]


async def turns_since(connection: Connection, since: datetime) -> int:
    row = await (await connection.execute(READ_TURNS, {"since": since})).fetchone()
    return int(row[0]) if row else 0
