"""The operator's page and the form before it: files of our own only, and nobody may frame them."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from webhooks.web.assets import Asset
from webhooks.web.slip_page import slip_page

FORM = """<p>Figures of the shop are for its operator.</p>{trouble}
<form method="post" action="/admin/login">
<p class="field"><label class="plain-label" for="token">Operator's token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus{described}></p>
<button type="submit">Open</button></form>
<p class="quiet">It is the one in <code>AISLE_ADMIN_TOKEN</code>.</p>
"""
TROUBLE = '<p class="trouble" id="trouble" role="alert">{}</p>'
WRONG = "That is not the token."
TOO_OFTEN = "Too many tries. Please wait a little."
BASE = (
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; style-src 'self'; img-src 'self'"
)
WITH_SCRIPT = f"{BASE}; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
HEADERS = {
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    # With no referrer at all a browser would not tell where the form comes from, and it would be refused.
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


def login_page(*, trouble: str | None = None, status: int = 200) -> HTMLResponse:
    told = TROUBLE.format(trouble) if trouble else ""
    described = ' aria-describedby="trouble" aria-invalid="true"' if trouble else ""
    page = slip_page("How is the shop?", FORM.format(trouble=told, described=described))
    return HTMLResponse(page, status_code=status, headers={**HEADERS, "Content-Security-Policy": BASE})


def admin_page(page: Asset, request: Request) -> Response:
    response = page.response(request, cache_control="no-store")
    response.headers.update({**HEADERS, "Content-Security-Policy": WITH_SCRIPT})
    return response
