"""What the worker does in the background, and when; defer a job by its name from anywhere in the gateway."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from procrastinate import App, Blueprint, JobContext, PsycopgConnector, RetryStrategy

from assistant.retention import Retention

SERVICES = "services"
KEEP_FINISHED_H = 48
EMBED_STALE_PRODUCTS = "aisle:embed_stale_products"

logger = structlog.get_logger(__name__)
blueprint = Blueprint()
patient = RetryStrategy(max_attempts=5, exponential_wait=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """`embed_stale` brings the vectors in line with the catalogue and says how many products it embedded."""

    retention: Retention
    embed_stale: Callable[[], Awaitable[int]]


def queue(database_url: str) -> App:
    """The job queue in the shop's database; open it before use."""
    app = App(connector=PsycopgConnector(conninfo=database_url, min_size=1, max_size=4))
    app.add_tasks_from(blueprint, namespace="aisle")
    return app


@blueprint.periodic(cron="*/5 * * * *")
@blueprint.task(
    name="embed_stale_products",
    lock="embed_stale_products",
    queueing_lock="embed_stale_products",
    retry=patient,
    pass_context=True,
)
async def embed_stale_products(context: JobContext, timestamp: int | None = None) -> None:
    embedded = await _services(context).embed_stale()
    if embedded:
        logger.info("products_embedded", products=embedded, asked_for=timestamp is None)


@blueprint.periodic(cron="17 * * * *")
@blueprint.task(name="forget", lock="forget", queueing_lock="forget", retry=patient, pass_context=True)
async def forget(context: JobContext, timestamp: int | None = None) -> None:
    gone = await _services(context).retention.forget()
    if any(gone.values()):
        logger.info("forgotten", **gone, asked_for=timestamp is None)


@blueprint.periodic(cron="*/10 * * * *")
@blueprint.task(name="tend_queue", queueing_lock="tend_queue", pass_context=True)
async def tend_queue(context: JobContext, timestamp: int) -> None:
    """Take up jobs whose worker died, and forget jobs that are done."""
    jobs = context.app.job_manager
    for stalled in await jobs.get_stalled_jobs():
        logger.warning("job_taken_up_again", job_id=stalled.id, task=stalled.task_name, at=timestamp)
        await jobs.retry_job(stalled)
    await jobs.delete_old_jobs(nb_hours=KEEP_FINISHED_H, include_failed=True, include_cancelled=True)


def _services(context: JobContext) -> Services:
    services = context.additional_context[SERVICES]
    if not isinstance(services, Services):
        raise TypeError(f"the worker was started without {Services.__name__}")
    return services
