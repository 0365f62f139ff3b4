"""The frame of the few pages that need no script: what is to pay, a return label, an account to be linked."""

import html

PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{title}</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/slip.css">
  </head>
  <body><main class="slip"><h1>{title}</h1>{body}</main></body>
</html>
"""


def slip_page(title: str, body: str) -> str:
    """`body` is HTML already; whatever of it comes from elsewhere has to be escaped."""
    return PAGE.format(title=html.escape(title), body=body)
