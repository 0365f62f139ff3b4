"""How Google's certificates are kept: as long as Google says, asked for no oftener than is needed."""

import asyncio
import json

import pytest

from tests.unit.google.authority import KEY_ID, OTHER_KEY_ID, Google, certificate
from webhooks.google import certificates
from webhooks.google.certificates import KnownCertificates, published
from webhooks.google.errors import CertificatesUnavailable


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def google() -> Google:
    return Google(fresh_for_s=600)


@pytest.fixture
def known(google: Google, clock: Clock) -> KnownCertificates:
    return KnownCertificates(google.fetch, monotonic=clock)


async def test_they_are_fetched_once_and_again_when_they_are_old(
    known: KnownCertificates, google: Google, clock: Clock
) -> None:
    for _ in range(3):
        assert KEY_ID in await known.having(KEY_ID)
    assert google.asked == 1
    clock.now += 601
    await known.having(KEY_ID)
    assert google.asked == 2


async def test_many_at_once_wait_for_one_fetch(known: KnownCertificates, google: Google) -> None:
    await asyncio.gather(*(known.having(KEY_ID) for _ in range(50)))
    assert google.asked == 1


async def test_a_new_key_is_asked_for_at_once_but_unknown_ones_only_now_and_then(
    known: KnownCertificates, google: Google, clock: Clock
) -> None:
    await known.having(KEY_ID)
    clock.now += certificates.UNKNOWN_KEY_PAUSE_S
    google.certificates = {**google.certificates, OTHER_KEY_ID: certificate(OTHER_KEY_ID)}
    assert OTHER_KEY_ID in await known.having(OTHER_KEY_ID)
    for number in range(30):
        assert f"unknown-{number}" not in await known.having(f"unknown-{number}")
    assert google.asked == 2


async def test_while_google_cannot_be_reached_the_last_ones_do(
    known: KnownCertificates, google: Google, clock: Clock
) -> None:
    await known.having(KEY_ID)
    google.error = CertificatesUnavailable()
    clock.now += 3600
    assert KEY_ID in await known.having(KEY_ID)
    clock.now += certificates.STALE_FOR_S
    with pytest.raises(CertificatesUnavailable):
        await known.having(KEY_ID)
    google.error = None
    with pytest.raises(CertificatesUnavailable):
        await known.having(KEY_ID)
    clock.now += certificates.FAILURE_PAUSE_S
    assert KEY_ID in await known.having(KEY_ID)


async def test_a_failure_is_not_followed_by_a_storm(known: KnownCertificates, google: Google) -> None:
    google.error = CertificatesUnavailable()
    for _ in range(10):
        with pytest.raises(CertificatesUnavailable):
            await known.having(KEY_ID)
    assert google.asked == 1


@pytest.mark.parametrize(("told", "kept_s"), [(0, 60), (10**9, 86_400)])
async def test_google_cannot_have_them_kept_too_short_or_too_long(told: float, kept_s: float, clock: Clock) -> None:
    google = Google(fresh_for_s=told)
    known = KnownCertificates(google.fetch, monotonic=clock)
    await known.having(KEY_ID)
    clock.now += kept_s - 1
    await known.having(KEY_ID)
    assert google.asked == 1
    clock.now += 2
    await known.having(KEY_ID)
    assert google.asked == 2


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"null", b'{"a": 1}', json.dumps({str(n): "x" for n in range(33)}).encode(), b"\xff"]
)
def test_anything_but_a_short_list_of_certificates_is_refused(body: bytes) -> None:
    with pytest.raises(CertificatesUnavailable):
        published(body, cache_control="max-age=60")


@pytest.mark.parametrize(
    ("cache_control", "fresh_for_s"),
    [("public, max-age=19204, must-revalidate", 19204.0), ("MAX-AGE=5", 5.0), ("no-store", 0.0), ("max-age=-1", 0.0)],
)
def test_how_long_they_are_fresh_is_read_from_the_header(cache_control: str, fresh_for_s: float) -> None:
    assert published(b'{"a": "pem"}', cache_control=cache_control).fresh_for_s == fresh_for_s


async def test_without_a_network_only_the_local_authority_is_believed_and_others_are_not_put_off(
    google: Google, clock: Clock
) -> None:
    known = KnownCertificates(google.fetch, local={OTHER_KEY_ID: certificate(OTHER_KEY_ID)}, monotonic=clock)
    google.error = CertificatesUnavailable()
    assert await known.having(OTHER_KEY_ID)
    assert KEY_ID not in await known.having(KEY_ID)
    google.error = None
    clock.now += certificates.FAILURE_PAUSE_S
    assert KEY_ID in await known.having(KEY_ID)
