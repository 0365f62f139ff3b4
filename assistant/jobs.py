"""What the worker does in the background, and when; defer a job by its name from anywhere in the gateway."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import AlreadyEnqueued

from assistant.retention import Retention

SERVICES = "services"
KEEP_FINISHED_H = 48
EMBED_STALE_PRODUCTS = "aisle.embed_stale_products"
FORGET = "aisle.forget"
FORGET_SIGNALS = "aisle.forget_signals"
KEEP_EVENT_DAYS = "aisle.keep_event_days"
LEARN = "aisle.learn"
MAKE_CANDIDATES = "aisle.make_candidates"
MAKE_LISTS = "aisle.make_lists"
LOOK_AFTER = "aisle.look_after"
MARK_ALERTS = "aisle.mark_stock_alerts"
NOTE_GOODS = "aisle.note_goods"
RESTOCK_DEMO = "aisle.restock_demo"
SETTLE_PEOPLE = "aisle.settle_people"
TEND_QUEUE = "aisle.tend_queue"

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """`embed_stale` brings the vectors in line with the catalogue and says how many products it embedded.

    `mark_alerts` finds what shoppers wait for and is back, and says for how many. `restock_demo` fills the demo shop's
    shelves, and says how many. `keep_event_days` makes and drops the days of events, and says how many.
    `learn_if_due` learns an order if it is time to, and says how often it tried: it may take an hour.
    `look_after` measures the last days if it is time to, and says how many new things somebody should know.
    `make_candidates` makes ready what may be recommended, and says of how many products.
    `make_lists` makes ready what fits the home page at the hours to come, and says how many lists.
    `note_goods` notes what products and categories are like by now, and says how many have changed; `forget_signals`
    drops what features are no longer reckoned from, and says how much.
    `settle_people` looks again at what was being written while shoppers became one person, and says for how many.
    """

    retention: Retention
    look_after: Callable[[], Awaitable[int]]
    embed_stale: Callable[[], Awaitable[int]]
    mark_alerts: Callable[[], Awaitable[int]]
    restock_demo: Callable[[], Awaitable[int]]
    keep_event_days: Callable[[], Awaitable[int]]
    learn_if_due: Callable[[], Awaitable[int]]
    make_candidates: Callable[[], Awaitable[int]]
    make_lists: Callable[[], Awaitable[int]]
    note_goods: Callable[[], Awaitable[int]]
    forget_signals: Callable[[], Awaitable[int]]
    settle_people: Callable[[], Awaitable[int]]


def queue(database_url: str) -> App:
    """The job queue in the shop's database; open it before use. Each one has task objects of its own."""
    app = App(connector=PsycopgConnector(conninfo=database_url, min_size=1, max_size=4))
    patient = RetryStrategy(max_attempts=5, exponential_wait=3)
    # A lock would outlive a worker killed while tending, and then nobody could take up what it held.
    for name, lock, work, cron in (
        (EMBED_STALE_PRODUCTS, EMBED_STALE_PRODUCTS, _embed_stale_products, "*/5 * * * *"),
        (MARK_ALERTS, MARK_ALERTS, _mark_alerts, "* * * * *"),
        (FORGET, FORGET, _forget, "17 * * * *"),
        (RESTOCK_DEMO, RESTOCK_DEMO, _restock_demo, "*/10 * * * *"),
        (KEEP_EVENT_DAYS, KEEP_EVENT_DAYS, _keep_event_days, "*/10 * * * *"),
        (LEARN, LEARN, _learn, "*/10 * * * *"),
        (LOOK_AFTER, LOOK_AFTER, _look_after, "*/2 * * * *"),
        (MAKE_CANDIDATES, MAKE_CANDIDATES, _make_candidates, "*/2 * * * *"),
        (MAKE_LISTS, MAKE_LISTS, _make_lists, "*/10 * * * *"),
        (NOTE_GOODS, NOTE_GOODS, _note_goods, "*/5 * * * *"),
        (FORGET_SIGNALS, FORGET_SIGNALS, _forget_signals, "37 * * * *"),
        (SETTLE_PEOPLE, SETTLE_PEOPLE, _settle_people, "* * * * *"),
        (TEND_QUEUE, None, _tend_queue, "*/2 * * * *"),
    ):
        # One waiting is enough: a second wish for the same work adds nothing.
        options = app.task(name=name, lock=lock, queueing_lock=name, retry=patient, pass_context=True)
        app.periodic(cron=cron)(options(work))
    return app


async def defer_candidates(app: App) -> None:
    """A worker of another version may have brought another form of book: gateways read none until there is one."""
    with suppress(AlreadyEnqueued):
        await app.configure_task(MAKE_CANDIDATES).defer_async()


async def _embed_stale_products(context: JobContext, timestamp: int | None = None) -> None:
    embedded = await _services(context).embed_stale()
    if embedded:
        logger.info("products_embedded", products=embedded, asked_for=timestamp is None)


async def _mark_alerts(context: JobContext, timestamp: int | None = None) -> None:
    due = await _services(context).mark_alerts()
    if due:
        logger.info("alerts_due", alerts=due, asked_for=timestamp is None)


async def _forget(context: JobContext, timestamp: int | None = None) -> None:
    gone = await _services(context).retention.forget()
    if any(gone.values()):
        logger.info("forgotten", **gone, asked_for=timestamp is None)


async def _restock_demo(context: JobContext, timestamp: int | None = None) -> None:
    shelves = await _services(context).restock_demo()
    if shelves:
        logger.info("demo_restocked", shelves=shelves, asked_for=timestamp is None)


async def _keep_event_days(context: JobContext, timestamp: int | None = None) -> None:
    days = await _services(context).keep_event_days()
    if days:
        logger.info("event_days_kept", days=days, asked_for=timestamp is None)


async def _settle_people(context: JobContext, timestamp: int | None = None) -> None:
    people = await _services(context).settle_people()
    if people:
        logger.info("people_settled", people=people, asked_for=timestamp is None)


async def _look_after(context: JobContext, timestamp: int | None = None) -> None:
    alerts = await _services(context).look_after()
    if alerts:
        logger.info("shop_looked_after", alerts=alerts, asked_for=timestamp is None)


async def _make_candidates(context: JobContext, timestamp: int | None = None) -> None:
    products = await _services(context).make_candidates()
    if products:
        logger.info("candidates_made", products=products, asked_for=timestamp is None)


async def _make_lists(context: JobContext, timestamp: int | None = None) -> None:
    lists = await _services(context).make_lists()
    if lists:
        logger.info("lists_made", lists=lists, asked_for=timestamp is None)


async def _learn(context: JobContext, timestamp: int | None = None) -> None:
    tries = await _services(context).learn_if_due()
    if tries:
        logger.info("learning_tried", tries=tries, asked_for=timestamp is None)


async def _note_goods(context: JobContext, timestamp: int | None = None) -> None:
    changed = await _services(context).note_goods()
    if changed:
        logger.info("goods_noted", changed=changed, asked_for=timestamp is None)


async def _forget_signals(context: JobContext, timestamp: int | None = None) -> None:
    gone = await _services(context).forget_signals()
    if gone:
        logger.info("signals_forgotten", signals=gone, asked_for=timestamp is None)


async def _tend_queue(context: JobContext, timestamp: int | None = None) -> None:
    """Take up jobs whose worker died, and forget jobs that are done."""
    jobs = context.app.job_manager
    for stalled in await jobs.get_stalled_jobs():
        logger.warning("job_taken_up_again", job_id=stalled.id, task=stalled.task_name, asked_for=timestamp is None)
        await jobs.retry_job(stalled)
    await jobs.delete_old_jobs(nb_hours=KEEP_FINISHED_H, include_failed=True, include_cancelled=True)


def _services(context: JobContext) -> Services:
    services = context.additional_context[SERVICES]
    if not isinstance(services, Services):
        raise TypeError(f"the worker was started without {Services.__name__}")
    return services
