"""Where requests are counted: by the address they come from, and by whatever else is known of the caller."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from webhooks.limits.addresses import address_of
from webhooks.limits.limits import Bucket, Kind, Limits
from webhooks.limits.operators import HEADER, OperatorPasses


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnstile:
    limits: Limits
    passes: OperatorPasses

    async def admit(self, request: HTTPConnection, kind: Kind, *buckets: Bucket) -> None:
        """Counts the request's address as `kind`, besides `buckets`. Raises TooOften; the operator always gets in."""
        await self.take(request, Bucket(kind=kind, caller=address_of(request)), *buckets)

    async def take(self, request: HTTPConnection, *buckets: Bucket) -> None:
        """Where the address says nothing, as with a voice platform's servers."""
        if not self.passes.is_valid(request.headers.get(HEADER)):
            await self.limits.take(*buckets)
