"""`aisle doctor`: what is wrong with this installation, and what to do about it."""

import asyncio
import json
from dataclasses import asdict

import typer
from rich.console import Console
from rich.markup import escape

from assistant.cli.answers import AsJson
from assistant.doctor.findings import Finding
from assistant.doctor.visit import visit
from assistant.supervisor.settings import SupervisorSettings

MARKS = {"ok": "[green]✓[/]", "wrong": "[red]✗[/]", "unknown": "[yellow]?[/]"}


def doctor(*, as_json: AsJson = False) -> None:
    """Look at every part of the installation; the exit code is 1 if something is wrong."""
    findings = asyncio.run(_gather(show=not as_json))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    raise typer.Exit(int(any(finding.state == "wrong" for finding in findings)))


async def _gather(*, show: bool) -> list[Finding]:
    console = Console()
    findings = []
    async for finding in visit(SupervisorSettings()):
        findings.append(finding)
        if show:
            console.print(f"{MARKS[finding.state]} {finding.part}: {escape(finding.says)}", highlight=False)
            if finding.advice:
                console.print(f"    → {finding.advice}", highlight=False, markup=False)
    return findings
