"""Everything that goes when a shopper wants to be forgotten; orders stay, because the law wants them kept."""

from catalog.connections import Connection

# The words of a conversation go wherever they are kept; that there was a turn, and how long it took, says nothing.
FORGOTTEN = (
    "delete from preferences where shopper_id = %(shopper_id)s",
    (
        "update customers set preferences = '{}'"
        " where customer_id = (select customer_id from shoppers where shopper_id = %(shopper_id)s)"
    ),
    "delete from usual_corrections where shopper_id = %(shopper_id)s",
    "delete from measurements where shopper_id = %(shopper_id)s",
    "delete from usual_sizes where shopper_id = %(shopper_id)s",
    "delete from size_outcomes where shopper_id = %(shopper_id)s",
    "delete from checkouts where shopper_id = %(shopper_id)s and state <> 'placed'",
    "delete from stock_alerts where shopper_id = %(shopper_id)s",
    "delete from handoffs where shopper_id = %(shopper_id)s",
    (
        "delete from chat_messages using chat_sessions session"
        " where chat_messages.session_id = session.session_id and session.shopper_id = %(shopper_id)s"
    ),
    # The same request must not be carried out twice, so its turn stays for a while, but tells nothing any more.
    (
        "delete from turns"
        " where shopper_id = %(shopper_id)s and state <> 'running' and started_at < now() - interval '1 day'"
    ),
    (
        "update turns set words = null, query = null, shown_ids = '{}', reply = json_build_object("
        " 'turn_id', turn_id, 'speech', %(told)s::text, 'text', %(told)s::text, 'products', null, 'cart', null,"
        " 'order', null, 'suggestions', json_build_array(), 'expects_reply', false, 'handoff', null, 'understood',"
        " json_build_object('intent', coalesce(intent, 'out_of_scope'),"
        " 'confidence', coalesce(confidence, 0), 'query', null))"
        " where shopper_id = %(shopper_id)s and state = 'answered'"
    ),
)
TOLD_INSTEAD = "That was forgotten, as you asked."


async def forget(connection: Connection, shopper_id: str) -> None:
    for statement in FORGOTTEN:
        await connection.execute(statement, {"shopper_id": shopper_id, "told": TOLD_INSTEAD})
