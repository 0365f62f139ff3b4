"""`aisle identity …`: who is taken for one person, and the word that two are not."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from assistant.cli.answers import AsJson, answer
from assistant.cli.wording import counted
from assistant.database import Pool
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from rerank.identity.people import Parted, People
from rerank.identity.person import Link, Node, Person

Found = TypeVar("Found")
STATEMENT_TIMEOUT_S = 60.0
EVIDENCE = {
    "signed_in": "signed in as",
    "merged_on_sign_in": "became, on signing in,",
    "seen_together": "was seen on",
}
ENDINGS = {"unlinked": "unlinked", "another_sign_in": "another signed in", "crowd": "a crowd's name"}

identity_commands = typer.Typer(no_args_is_help=True, add_completion=False)


@identity_commands.callback()
def identity() -> None:
    """Look at who is taken for one person, and part who is not."""


@identity_commands.command()
def show(
    name: Annotated[str, typer.Argument(help="The id of a shopper, a device or a customer.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Whom the shopper, device or customer is taken for, and by what evidence."""
    people = _with_people(lambda known: known.called(name))
    if as_json:
        typer.echo(json.dumps({"people": [_figures(person) for person in people]}, indent=2))
        return
    for person in people:
        _show(person, Console())


@identity_commands.command()
def unlink(
    one: Annotated[str, typer.Argument(help="The id of a shopper, a device or a customer.")],
    other: Annotated[str, typer.Argument(help="Whom it is wrongly taken for.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Take two apart that are not one person: each has their own history again.

    A device goes rather than a shopper, and a guest rather than a customer. Orders and carts stay with whom they are.
    """
    parted: Parted = _with_people(lambda known: known.part(one, other))
    sentence = f"{one} and {other} are no longer one person: {counted(parted.ended, 'link')} ended."
    answer(sentence, data={"ended": parted.ended, "people": list(parted.people)}, as_json=as_json)


def _with_people(ask: Callable[[People], Coroutine[Any, Any, Found]]) -> Found:
    async def asked(url: str) -> Found:
        async with Pool(url, name="identity", most=1, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool:
            return await ask(People(connections=pool))

    with database_at_hand(SupervisorSettings()) as url:
        return asyncio.run(asked(url))


def _show(person: Person, console: Console) -> None:
    """Ids are long: they are told once, and links name them by their row."""
    rows = {node.node_id: str(row) for row, node in enumerate(person.nodes, start=1)}
    console.print(f"Person {person.person_id}", style="bold", highlight=False)
    nodes = Table("", "is a", "id", "from", "until")
    nodes.columns[2].overflow = "fold"
    for node in person.nodes:
        nodes.add_row(rows[node.node_id], node.kind, node.name, _written(node.since), _written(node.until))
    console.print(nodes)
    links = Table("who", "", "whom", "since", "until", "because")
    for link in person.links:
        ends = rows.get(link.first, "somebody else"), EVIDENCE[link.evidence], rows.get(link.second, "somebody else")
        because = ENDINGS[link.ended_by] if link.ended_by else ""
        links.add_row(*ends, _written(link.made_at), _written(link.ended_at), because)
    console.print(links)


def _figures(person: Person) -> dict[str, Any]:
    return {
        "person_id": person.person_id,
        "nodes": [_node(node) for node in person.nodes],
        "links": [_link(link, {node.node_id: node.name for node in person.nodes}) for link in person.links],
    }


def _node(node: Node) -> dict[str, Any]:
    return {"kind": node.kind, "id": node.name, "since": _iso(node.since), "until": _iso(node.until)}


def _link(link: Link, names: dict[int, str]) -> dict[str, Any]:
    return {
        "first": names.get(link.first),
        "second": names.get(link.second),
        "evidence": link.evidence,
        "made_at": _iso(link.made_at),
        "ended_at": _iso(link.ended_at),
        "ended_by": link.ended_by,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _written(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""
