"""The provider's few pages: plain HTML without a script, that no other page can frame, script or send forms to."""

import html
from collections.abc import Sequence
from urllib.parse import urlsplit

from fastapi.responses import HTMLResponse

from shop.demo.visits import DemoCustomer
from webhooks.web.slip_page import slip_page

FORM = """<form method="post" action="/oauth/authorize">
<input type="hidden" name="request" value="{sealed}">{who}
<button type="submit" name="decision" value="allow">Link my account</button>
<button class="plain" type="submit" formnovalidate name="decision" value="deny">Cancel</button></form>
"""
ALLOWED = (
    "<p>{client} will be able to fill your cart, see your orders, and place orders that you confirm."
    " You can unlink it there at any time.</p>"
)


def consent_page(
    *, client: str, redirect_uri: str, sealed: str, name: str | None, choices: Sequence[DemoCustomer]
) -> HTMLResponse:
    """Of a customer who has signed in under the name, or of a visitor who can be one of the demo shop's."""
    told = html.escape(client)
    if name is not None:
        who = f"<p>Signed in as <strong>{html.escape(name)}</strong>.</p>"
    elif choices:
        who = _chooser(choices)
    else:
        return refusal_page("Nobody can sign in here yet", "The shop has not set up a page to sign in at.", status=503)
    body = ALLOWED.format(client=told) + FORM.format(sealed=html.escape(sealed), who=who)
    return _page(f"Link your account with {client}", body, to=redirect_uri)


def refusal_page(title: str, why: str, *, status: int) -> HTMLResponse:
    return _page(title, f"<p>{html.escape(why)}</p>", status=status)


def _chooser(choices: Sequence[DemoCustomer]) -> str:
    rows = "".join(
        f'<label><input type="radio" name="customer" value="{html.escape(each.customer)}" required>'
        f'<span>{html.escape(each.name)} <span class="quiet">{html.escape(each.about)}</span></span></label>'
        for each in choices
    )
    return f"<fieldset><legend>Who would you like to be in this demonstration shop?</legend>{rows}</fieldset>"


def _page(title: str, body: str, *, to: str | None = None, status: int = 200) -> HTMLResponse:
    return HTMLResponse(
        slip_page(title, body),
        status_code=status,
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": _policy(to),
            "X-Frame-Options": "DENY",
            # With no referrer at all a browser would not tell where the form comes from, and it would be refused.
            "Referrer-Policy": "same-origin",
            "X-Robots-Tag": "noindex",
        },
    )


def _policy(to: str | None) -> str:
    """Browsers hold a form to the policy through every redirect after it, and a client's address may redirect again."""
    targets = f"'self' https: {_source(to)}".rstrip() if to is not None else "'none'"
    return (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action {targets}"
    )


def _source(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme == "https":
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme == "http" else f"{parts.scheme}:"
