from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhooks.alexa.certificate_urls import normalised
from webhooks.alexa.errors import RequestRefused

FINE = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"


@pytest.mark.parametrize(
    ("url", "fetched"),
    [
        (FINE, FINE),
        ("https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem", FINE),
        ("HTTPS://S3.AmazonAWS.com/echo.api/echo-api-cert.pem", FINE),
        ("https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem", FINE),
        ("https://s3.amazonaws.com/echo.api/./echo-api-cert.pem", FINE),
        ("https://s3.amazonaws.com/echo.api/12/../c.pem", "https://s3.amazonaws.com/echo.api/c.pem"),
        ("https://s3.amazonaws.com/echo.api/12/c.pem", "https://s3.amazonaws.com/echo.api/12/c.pem"),
    ],
)
def test_a2_urls_of_amazons_folder_are_fetched_as_they_were_checked(url: str, fetched: str) -> None:
    assert normalised(url) == fetched


@pytest.mark.parametrize(
    "url",
    [
        "http://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "//s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://notamazon.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com.evil.example/echo.api/echo-api-cert.pem",
        "https://evil.s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://s3-amazonaws.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com./echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/EcHo.aPi/echo-api-cert.pem",
        "https://s3.amazonaws.com/invalid.path/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api",
        "https://s3.amazonaws.com/echo.api/",
        "https://s3.amazonaws.com/echo.api/..",
        "https://s3.amazonaws.com/echo.api/.",
        "https://s3.amazonaws.com/echo.apix/echo-api-cert.pem",
        "https://s3.amazonaws.com//echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/../evil-bucket/c.pem",
        "https://s3.amazonaws.com/echo.api/../../evil-bucket/echo.api/c.pem",
        "https://s3.amazonaws.com:563/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com:/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com:0443/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com:abc/echo.api/echo-api-cert.pem",
        "https://user@s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://user:secret@s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://evil.example\\@s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com\\@evil.example/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/c.pem?versionId=1",
        "https://s3.amazonaws.com/echo.api/c.pem?",
        "https://s3.amazonaws.com/echo.api/c.pem#top",
        "https://s3.amazonaws.com/echo.api/c.pem#",
        "https://s3.amazonaws.com/echo.api/%2e%2e/evil-bucket/c.pem",
        "https://s3.amazonaws.com/echo.api%2fc.pem",
        "https://s3.amazonaws.com/echo.api/..\\evil-bucket/c.pem",
        "https://s3.amazonaws.com/echo.api/c.pem\n",
        " https://s3.amazonaws.com/echo.api/c.pem",
        "https://s3.amazonaws.com/echo.api/c .pem",
        "https://s3.amazonaws.com/echo.api/c\u3002pem",
        "https://\uff533.amazonaws.com/echo.api/c.pem",
        "https://[::1]/echo.api/c.pem",
        "https://[s3.amazonaws.com/echo.api/c.pem",
        "https://s3.amazonaws.com/echo.api/" + "c" * 2000,
        "",
        "null",
    ],
)
def test_a2_any_other_url_is_refused(url: str) -> None:
    with pytest.raises(RequestRefused):
        normalised(url)


def test_a3_a_way_through_another_bucket_leads_to_amazons_folder_only() -> None:
    assert normalised("https://s3.amazonaws.com/evil-bucket/../echo.api/c.pem") == (
        "https://s3.amazonaws.com/echo.api/c.pem"
    )


@given(st.lists(st.sampled_from(["..", ".", "", "echo.api", "evil", "c.pem", "%2e%2e", "..;"]), max_size=8))
def test_a3_whatever_is_fetched_lies_in_amazons_folder_and_means_the_same_when_read_again(segments: list[str]) -> None:
    try:
        url = normalised("https://s3.amazonaws.com/" + "/".join(segments))
    except RequestRefused:
        return
    assert url.startswith("https://s3.amazonaws.com/echo.api/")
    assert not {"..", "."} & set(url.split("/"))
    assert normalised(url) == url


@given(st.text(max_size=80))
def test_a2_no_text_breaks_the_check(url: str) -> None:
    with suppress(RequestRefused):
        normalised(f"https://s3.amazonaws.com/{url}")
