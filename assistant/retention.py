"""Forgets what the shop no longer needs to know: ended sessions, old turns, drafts, conversations nobody continues."""

from dataclasses import dataclass
from datetime import timedelta

from catalog.connections import Connections

# Small enough that no shopper waits for a lock while old rows go.
BATCH = 2000

FORGOTTEN = {
    "sessions": """
        delete from chat_sessions where session_id in (
            select session_id from chat_sessions
            where expires_at < now() or ended_at < now() - %(retention)s limit %(batch)s)
    """,
    "messages": """
        delete from chat_messages where message_no in (
            select message_no from chat_messages where said_at < now() - %(retention)s limit %(batch)s)
    """,
    "turns": """
        delete from turns where turn_id in (
            select turn_id from turns where started_at < now() - %(retention)s limit %(batch)s)
    """,
    "conversations": """
        delete from dialogue_conversations where sender_id in (
            select sender_id from dialogue_conversations where updated_at < now() - %(retention)s limit %(batch)s)
    """,
    "changes": """
        delete from changes where (turn_id, change_key) in (
            select turn_id, change_key from changes where changed_at < now() - %(retention)s limit %(batch)s)
    """,
    "alerts": """
        delete from stock_alerts where alert_id in (
            select alert_id from stock_alerts
            where state in ('told', 'cancelled') and asked_at < now() - %(retention)s limit %(batch)s)
    """,
    "cases": """
        delete from handoffs where case_id in (
            select case_id from handoffs
            where state = 'closed' and opened_at < now() - %(retention)s limit %(batch)s)
    """,
    # An order's own rows tell all of it: the cart it was, and what was chosen on the way, are drafts by then.
    "carts": """
        delete from carts where cart_id in (
            select cart_id from carts
            where state <> 'open' and updated_at < now() - %(retention)s limit %(batch)s)
    """,
    "checkouts": """
        delete from checkouts where checkout_id in (
            select checkout_id from checkouts where updated_at < now() - %(retention)s limit %(batch)s)
    """,
    "quotes": """
        delete from quotes where quote_id in (
            select quote_id from quotes
            where state = 'void' and expires_at < now() - %(retention)s limit %(batch)s)
    """,
    "reservations": """
        delete from reservations where (variant_id, store_id, quote_id) in (
            select variant_id, store_id, quote_id from reservations
            where expires_at < now() - interval '1 hour' limit %(batch)s)
    """,
    "windows": """
        delete from windows where window_id in (
            select window_id from windows
            where ends_at < now() - %(retention)s
              and not exists (select from window_bookings where window_bookings.window_id = windows.window_id)
            limit %(batch)s)
    """,
    # The trigger lets only those go who say, within their own transaction, that they may.
    "audit": """
        delete from audit where audit_no in (
            select audit_no from audit
            where at < now() - %(audit_retention)s and set_config('aisle.may_forget_audit', 'yes', true) = 'yes'
            limit %(batch)s)
    """,
    # Tries count for an hour and proofs hold for half a day: by then neither means anything.
    "failed_proofs": """
        delete from failed_proofs where ctid = any(array(
            select ctid from failed_proofs where tried_at < now() - interval '1 day' limit %(batch)s))
    """,
    "proofs": """
        delete from proven_orders where (shopper_id, order_id) in (
            select shopper_id, order_id from proven_orders where proven_at < now() - interval '1 day' limit %(batch)s)
    """,
    "used_assertions": """
        delete from used_assertions where jti_sha256 in (
            select jti_sha256 from used_assertions where expires_at < now() limit %(batch)s)
    """,
    # A bucket that is full again is one nobody ever took from. Whoever takes from two must not be waited for.
    "rates": """
        delete from rates where ctid = any(array(
            select ctid from rates where full_at < now() limit %(batch)s for update skip locked))
    """,
    # Figures of whole days, and hashes of conversations that nobody continues.
    "model_spending": """
        delete from model_spending where ctid = any(array(
            select ctid from model_spending where day < (now() - %(audit_retention)s)::date limit %(batch)s))
    """,
    "model_conversations": """
        delete from model_conversations where entry_id in (
            select entry_id from model_conversations where spent_at < now() - %(retention)s limit %(batch)s)
    """,
    "callers": """
        delete from callers where caller_key in (
            select caller_key from callers where heard_at < now() - %(retention)s limit %(batch)s)
    """,
    "provider_codes": """
        delete from provider_codes where code_sha256 in (
            select code_sha256 from provider_codes where expires_at < now() - interval '1 day' limit %(batch)s)
    """,
    "refresh_tokens": """
        delete from provider_refresh_tokens where token_sha256 in (
            select token_sha256 from provider_refresh_tokens where expires_at < now() limit %(batch)s)
    """,
    # One that can still be refreshed is in use, however long ago it was given.
    "grants": """
        delete from provider_grants where grant_id in (
            select grant_id from provider_grants
            where granted_at < now() - %(retention)s
              and not exists (select from provider_refresh_tokens issued
                              where issued.grant_id = provider_grants.grant_id)
            limit %(batch)s)
    """,
    # A device that has not spoken for a year has long been opening nothing.
    "devices": """
        delete from devices where device_id in (
            select device_id from devices
            where coalesce(used_at, issued_at) < now() - greatest(%(audit_retention)s, %(retention)s)
            limit %(batch)s)
    """,
    "continue_links": """
        delete from continue_links where token_sha256 in (
            select token_sha256 from continue_links where expires_at < now() limit %(batch)s)
    """,
    # Two weeks are the longest that what fits an intent may be taken for true, and another catalogue ends it before.
    "session_fits": """
        delete from session_fits where ctid = any(array(
            select ctid from session_fits
            where told_at < now() - interval '14 days'
               or (told_at < now() - interval '1 hour'
                   and catalogue is distinct from (select xmin::text from search_totals))
            limit %(batch)s))
    """,
    # What was lent to a visitor of the demo shop goes with the visitor's last session, call or linked account.
    "demo_orders": """
        delete from orders where order_id in (
            select order_id from orders join customers using (customer_id)
            where copied_at < now() - %(retention)s
              and not exists (select from shoppers join chat_sessions using (shopper_id)
                              where shoppers.customer_id = customers.customer_id)
              and not exists (select from shoppers join callers using (shopper_id)
                              where shoppers.customer_id = customers.customer_id)
              and not exists (select from provider_grants
                              where provider_grants.customer_id = customers.customer_id)
              and not exists (select from devices where devices.customer_id = customers.customer_id
                              and coalesce(used_at, issued_at) >= now() - %(retention)s)
            limit %(batch)s)
    """,
    "demo_shoppers": """
        delete from shoppers where shopper_id in (
            select shopper_id from shoppers join customers using (customer_id)
            where copied_at < now() - %(retention)s
              and not exists (select from chat_sessions where chat_sessions.shopper_id = shoppers.shopper_id)
              and not exists (select from callers where callers.shopper_id = shoppers.shopper_id)
              and not exists (select from provider_grants
                              where provider_grants.customer_id = customers.customer_id)
              and not exists (select from devices where devices.customer_id = customers.customer_id
                              and coalesce(used_at, issued_at) >= now() - %(retention)s)
            limit %(batch)s for update of shoppers skip locked)
    """,
    "demo_customers": """
        delete from customers where customer_id in (
            select customer_id from customers
            where copied_at < now() - %(retention)s
              and not exists (select from shoppers where shoppers.customer_id = customers.customer_id)
              and not exists (select from provider_grants
                              where provider_grants.customer_id = customers.customer_id)
              and not exists (select from orders where orders.customer_id = customers.customer_id)
            limit %(batch)s for update skip locked)
    """,
    # Someone who never said who they are, has no session left, does not call and did not touch a cart for as long, and
    # of whom there is nothing to learn any more: asked for one at a time, by an index, however many days there are.
    "shoppers": """
        delete from shoppers where shopper_id in (
            select shopper_id from shoppers
            where customer_id is null and created_at < now() - %(retention)s
              and not exists (select from chat_sessions where chat_sessions.shopper_id = shoppers.shopper_id)
              and not exists (select from callers where callers.shopper_id = shoppers.shopper_id)
              and not exists (select from carts where carts.shopper_id = shoppers.shopper_id
                              and carts.updated_at >= now() - %(retention)s)
              and (select true from events where events.shopper_id = shoppers.shopper_id limit 1) is null
            limit %(batch)s for update skip locked)
    """,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long turns, messages and conversations are kept; a repeated request is known for at least as long.

    `audit_period` is how long it can be told who changed what.
    """

    connections: Connections
    period: timedelta
    audit_period: timedelta = timedelta(days=365)

    async def forget(self) -> dict[str, int]:
        """Delete what is past its time; how many rows went, by kind."""
        return {kind: await self._forget(statement) for kind, statement in FORGOTTEN.items()}

    async def _forget(self, statement: str) -> int:
        gone = 0
        while True:
            async with self.connections.connection() as connection:
                told = {"retention": self.period, "audit_retention": self.audit_period, "batch": BATCH}
                deleted = await connection.execute(statement, told)
            gone += deleted.rowcount
            if deleted.rowcount < BATCH:
                return gone
