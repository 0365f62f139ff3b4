"""What the shop forgets, and what it must not."""

from datetime import timedelta

from assistant.retention import Retention
from tests.conftest import OneConnection

RETENTION = timedelta(days=30)


async def test_only_what_is_past_its_time_is_forgotten(database: OneConnection) -> None:
    async with database.connection() as connection:
        for name, age in (("old", "40 days"), ("new", "1 hour")):
            await connection.execute(
                f"insert into shoppers (shopper_id, created_at) values ('{name}', now() - interval '{age}')"
            )
            await connection.execute(
                "insert into chat_sessions (session_id, token_sha256, shopper_id, conversation_id, expires_at)"
                f" values ('{name}', '{name}', '{name}', '{name}', now() + interval '30 days' - interval '{age}')"
            )
            await connection.execute(
                "insert into turns (turn_id, conversation_id, request_id, channel, shopper_id, body_sha256, state,"
                f" started_at) values ('{name}', '{name}', 'r', 'web', '{name}', '', 'answered',"
                f" now() - interval '{age}')"
            )
            await connection.execute(
                "insert into dialogue_conversations (sender_id, state, updated_at)"
                f" values ('{name}', '{{}}', now() - interval '{age}')"
            )

    gone = await Retention(connections=database, period=RETENTION).forget()

    assert {kind: gone[kind] for kind in ("sessions", "turns", "conversations", "shoppers")} == dict.fromkeys(
        ("sessions", "turns", "conversations", "shoppers"), 1
    )
    async with database.connection() as connection:
        for table in ("shoppers", "chat_sessions", "turns", "dialogue_conversations"):
            left = await (await connection.execute(f"select * from {table}")).fetchall()
            assert [row[0] for row in left] == ["new"], table


async def test_a_stranger_with_a_cart_in_use_is_remembered(database: OneConnection) -> None:
    async with database.connection() as connection:
        await connection.execute(
            "insert into shoppers (shopper_id, created_at) values ('s', now() - interval '90 days')"
        )
        await connection.execute("insert into carts (cart_id, shopper_id) values ('c', 's')")

    gone = await Retention(connections=database, period=RETENTION).forget()

    assert gone["shoppers"] == 0


async def test_drafts_go_and_orders_stay(database: OneConnection) -> None:
    async with database.connection() as connection:
        await connection.execute(
            """
            insert into shoppers (shopper_id) values ('s');
            insert into checkouts (checkout_id, shopper_id, state, updated_at) values
                ('old', 's', 'placed', now() - interval '40 days'), ('new', 's', 'open', now());
            insert into quotes (quote_id, checkout_id, shopper_id, terms_sha256, needs_code, state, created_at,
                                expires_at)
            select id, 'new', 's', sha256('x'), false, 'void', then_, then_ + interval '10 minutes'
            from (values ('old', now() - interval '40 days'), ('new', now())) as quoted (id, then_);
            insert into windows (window_id, starts_at, ends_at, timezone, capacity) values
                ('empty', now() - interval '41 days', now() - interval '40 days', 'UTC', 1),
                ('booked', now() - interval '41 days', now() - interval '40 days', 'UTC', 1);
            insert into orders (order_id, number, contact, state, placed_at, address, currency, items_minor,
                                shipping_minor, tax_minor, total_minor)
            values ('o', 'N-1', 'a@example.com', 'delivered', now() - interval '41 days', '{}', 'USD', 0, 0, 0, 0);
            insert into window_bookings values ('o', 'booked');
            insert into audit (at, shopper_id, turn_id, what, subject) values
                (now() - interval '400 days', 's', 't', 'cart.added', 'v'), (now(), 's', 't', 'cart.added', 'v')
            """
        )

    gone = await Retention(connections=database, period=RETENTION).forget()

    kinds = ("checkouts", "quotes", "windows", "audit")
    assert {kind: gone[kind] for kind in kinds} == dict.fromkeys(kinds, 1)
    async with database.connection() as connection:
        left = await connection.execute("select window_id from windows where booked = 1")
        assert await left.fetchall() == [("booked",)]


async def test_proofs_of_orders_go_when_they_mean_nothing_any_more(database: OneConnection) -> None:
    async with database.connection() as connection:
        await connection.execute(
            """
            insert into shoppers (shopper_id) values ('s');
            insert into orders (order_id, number, shopper_id, contact, state, placed_at, address, currency,
                                items_minor, shipping_minor, tax_minor, total_minor)
            select id, id, 's', 's@mail.example', 'delivered', now(), '{}', 'USD', 0, 0, 0, 0
            from unnest(array['old', 'new']) id;
            insert into proven_orders (shopper_id, order_id, proven_at) values
                ('s', 'old', now() - interval '2 days'), ('s', 'new', now());
            insert into failed_proofs (shopper_id, tried_at) values
                ('s', now() - interval '2 days'), ('s', now() - interval '2 days'), ('s', now());
            """
        )

    gone = await Retention(connections=database, period=RETENTION).forget()

    assert (gone["proofs"], gone["failed_proofs"]) == (1, 2)
    async with database.connection() as connection:
        left = await (await connection.execute("select order_id from proven_orders")).fetchall()
        assert left == [("new",)]
        row = await (await connection.execute("select count(*) from failed_proofs")).fetchone()
        assert row == (1,)


async def test_what_a_model_cost_goes_with_the_conversations_and_the_years(database: OneConnection) -> None:
    async with database.connection() as connection:
        await connection.execute(
            """
            insert into model_conversations (entry_id, conversation_sha256, tokens, cost_micros, spent_at) values
                ('old', sha256('a'), 1, 1, now() - interval '40 days'), ('new', sha256('b'), 1, 1, now());
            insert into model_spending (spender_id, day, use, model, currency, calls, answered, input_tokens,
                                        cached_tokens, output_tokens, cost_micros)
            select id, day, 'speaking', 'm', 'USD', 1, 1, 1, 0, 1, 1
            from (values ('old', current_date - 400), ('new', current_date)) as spent (id, day);
            """
        )

    gone = await Retention(connections=database, period=RETENTION).forget()

    assert (gone["model_conversations"], gone["model_spending"]) == (1, 1)
    async with database.connection() as connection:
        for column, table in (("entry_id", "model_conversations"), ("spender_id", "model_spending")):
            assert await (await connection.execute(f"select {column} from {table}")).fetchall() == [("new",)]
