"""Which pictures an Alexa device can show: PNG and JPEG, over https."""

from urllib.parse import urljoin, urlsplit

LONGEST = 2000
ENDINGS = (".png", ".jpg", ".jpeg")


def shown_picture(image_url: str, *, public_url: str | None) -> str | None:
    """The whole address; nothing for a picture that a device would refuse, and the card or screen with it."""
    try:
        whole = urljoin(f"{public_url}/", image_url) if public_url else image_url
        parts = urlsplit(whole)
    except ValueError:
        return None
    if parts.scheme != "https" or not parts.netloc or len(whole) > LONGEST or not whole.isascii():
        return None
    return whole if parts.path.lower().endswith(ENDINGS) else None
