"""How a command tells its result: a sentence for a person, or JSON for a script."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def answer(sentence: str, *, data: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(data, indent=2))
    else:
        Console().print(sentence, highlight=False, markup=False)
