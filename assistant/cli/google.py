"""`aisle google agent`: writes Dialogflow agents that hand every word to this server."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from assistant.cli.answers import AsJson, answer
from webhooks.google.agents import cx as cx_agent
from webhooks.google.agents import es as es_agent

# The same archive for the same agent, whenever it is made.
MADE_AT = (2020, 1, 1, 0, 0, 0)
Archive = Annotated[Path | None, typer.Option(dir_okay=False, help="Where to write it, as a .zip.")]

google_commands = typer.Typer(no_args_is_help=True, add_completion=False)


@google_commands.callback()
def google() -> None:
    """Connect Dialogflow."""


@google_commands.command()
def agent(
    *,
    url: Annotated[
        str, typer.Option(envvar="AISLE_PUBLIC_URL", help="The address of this server as Dialogflow reaches it.")
    ],
    cx: Archive = None,
    es: Archive = None,
    as_json: AsJson = False,
) -> None:
    """Write an agent of Dialogflow CX, of ES, or both."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.netloc or parts.query or parts.fragment:
        raise typer.BadParameter("Dialogflow only calls an https address, such as https://assistant.shop.example")
    made = {path: made(url=url) for path, made in ((cx, cx_agent.package), (es, es_agent.package)) if path}
    if not made:
        raise typer.BadParameter("say where to write it: --cx FILE.zip, --es FILE.zip or both")
    for path, files in made.items():
        _write(path, files)
    names = [str(path) for path in made]
    answer(
        f"Wrote {' and '.join(names)}; docs/google.md says what to do with it.", data={"files": names}, as_json=as_json
    )


def _write(path: Path, files: Mapping[str, Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, MADE_AT), json.dumps(content, indent=2) + "\n")
