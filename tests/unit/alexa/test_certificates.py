import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.unit.alexa.authority import LEAF, NOW, URL, chain, leaf, roots
from webhooks.alexa.certificates import MOST_AT_ONCE, MOST_KEPT, REFUSED_FOR, Certificates
from webhooks.alexa.errors import CertificateUnavailable, RequestRefused


class Bucket:
    """Serves one chain under every address; `gate` holds it back."""

    def __init__(self) -> None:
        self.serving: bytes | Exception = chain()
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.now = NOW
        self.certificates = Certificates(fetch=self.fetch, roots=roots(), now=lambda: self.now)

    async def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        await self.gate.wait()
        if isinstance(self.serving, Exception):
            raise self.serving
        return self.serving

    async def has_been_asked(self, times: int) -> None:
        """Nothing here waits for a clock: a few rounds of the loop are enough."""
        for _ in range(50):
            await asyncio.sleep(0)
        assert len(self.asked) >= times

    async def refuses(self, url: str = URL) -> bool:
        try:
            await self.certificates.signer(url)
        except RequestRefused:
            return True
        return False


async def test_a2_a_certificate_is_fetched_once_for_all_who_need_it_at_once() -> None:
    bucket = Bucket()
    bucket.gate.clear()
    waiting = [asyncio.create_task(bucket.certificates.signer(URL)) for _ in range(20)]
    await bucket.has_been_asked(1)
    bucket.gate.set()
    signers = await asyncio.gather(*waiting)
    assert bucket.asked == [URL]
    assert all(signer is signers[0] for signer in signers)
    await bucket.certificates.signer(URL)
    assert bucket.asked == [URL]


async def test_a2_whoever_leaves_takes_the_fetch_from_nobody() -> None:
    bucket = Bucket()
    bucket.gate.clear()
    leaving, staying = (asyncio.create_task(bucket.certificates.signer(URL)) for _ in range(2))
    await bucket.has_been_asked(1)
    leaving.cancel()
    with suppress(asyncio.CancelledError):
        await leaving
    bucket.gate.set()
    assert await staying
    assert bucket.asked == [URL]


async def test_a4_a_kept_certificate_is_no_longer_believed_once_it_has_expired() -> None:
    bucket = Bucket()
    await bucket.certificates.signer(URL)
    bucket.now = LEAF.ends + timedelta(seconds=1)
    assert await bucket.refuses()
    assert len(bucket.asked) == 2


async def test_a4_the_next_certificate_under_the_same_address_is_fetched_when_the_last_has_expired() -> None:
    bucket = Bucket()
    bucket.serving = leaf(ends=NOW + timedelta(minutes=1))
    await bucket.certificates.signer(URL)
    bucket.now = NOW + timedelta(minutes=2)
    bucket.serving = chain()
    assert (await bucket.certificates.signer(URL)).valid_until == LEAF.ends


@pytest.mark.parametrize("served", [CertificateUnavailable(reason="certificate_slow"), b"nothing of the kind"])
async def test_a4_a_failure_is_remembered_for_some_seconds_and_no_longer(served: bytes | Exception) -> None:
    bucket = Bucket()
    bucket.serving = served
    assert await bucket.refuses()
    assert await bucket.refuses()
    assert len(bucket.asked) == 1
    bucket.serving = chain()
    bucket.now = NOW + REFUSED_FOR
    assert await bucket.certificates.signer(URL)


async def test_a2_made_up_addresses_push_out_no_key_and_do_not_pile_up() -> None:
    bucket = Bucket()
    await bucket.certificates.signer(URL)
    bucket.serving = CertificateUnavailable(reason="certificate_status_404")
    for number in range(3 * MOST_KEPT):
        assert await bucket.refuses(f"{URL}{number}")
    before = len(bucket.asked)
    await bucket.certificates.signer(URL)
    assert len(bucket.asked) == before
    assert len(bucket.certificates._kept) <= MOST_KEPT


async def test_a2_only_so_many_are_fetched_at_once() -> None:
    bucket = Bucket()
    bucket.gate.clear()
    waiting = [asyncio.create_task(bucket.certificates.signer(f"{URL}{number}")) for number in range(MOST_AT_ONCE)]
    await bucket.has_been_asked(MOST_AT_ONCE)
    assert await bucket.refuses(f"{URL}more")
    bucket.gate.set()
    assert len(await asyncio.gather(*waiting)) == MOST_AT_ONCE
    assert len(bucket.asked) == MOST_AT_ONCE


async def test_a_fetch_that_breaks_unexpectedly_is_tried_again() -> None:
    bucket = Bucket()
    bucket.serving = OSError("no more files")
    with pytest.raises(OSError, match="no more files"):
        await bucket.certificates.signer(URL)
    bucket.serving = chain()
    assert await bucket.certificates.signer(URL)
