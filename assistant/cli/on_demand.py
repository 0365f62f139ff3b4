"""A group of commands that knows them by name and help, and loads one only when it is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command stands, as `module:name` of a function or of a Typer app, and what it does."""

    where: str
    help: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Commands of several modules under one name."""

    help: str
    commands: Mapping[str, Place]


class OnDemand(TyperGroup):
    """`aisle up` should not wait for what `aisle bench` needs, nor `aisle --help` for anything."""

    def __init__(self, name: str, *, help: str, commands: Mapping[str, Place | Shelf]) -> None:  # noqa: A002 - click's
        named = {each: _named(each, place) for each, place in commands.items()}
        super().__init__(name=name, help=help, commands=named, no_args_is_help=True)
        self._places = commands

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, named, rest = super().resolve_command(ctx, args)
        place = self._places.get(name) if name else None
        return name, load(name, place) if name and isinstance(place, Place) else named, rest


def load(name: str, place: Place) -> Any:
    module, _, attribute = place.where.partition(":")
    found: typer.Typer | Callable[..., Any] = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        command = typer.main.get_command(found)
    else:
        alone = typer.Typer(add_completion=False)
        alone.command(name)(found)
        command = typer.main.get_command(alone)
    command.name = name
    return command


def _named(name: str, place: Place | Shelf) -> Any:
    if isinstance(place, Shelf):
        return OnDemand(name, help=place.help, commands=place.commands)
    return TyperCommand(name, help=place.help)
