"""Looks at the running programs, or at the ports they will need."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from assistant.doctor.findings import Finding, fine, unknown, wrong
from assistant.supervisor.errors import PortNotToBeHad, PortTaken
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.probes import (
    http_status,
    in_development_mode,
    require_free_port,
    require_ports_apart,
    worker_beats,
)
from assistant.supervisor.programs import ACTION_HEALTH, DIALOGUE_HEALTH, OK
from assistant.supervisor.settings import SupervisorSettings

SILENT_FOR = timedelta(seconds=30)
DEVELOPMENT_MODE = unknown(
    "development mode", "is on: this server believes a local authority instead of Alexa and Google, and anybody here"
)


async def look_at_processes(settings: SupervisorSettings, folder: StateFolder, url: str) -> Iterable[Finding]:
    gateway = await http_status(settings.port, "/readyz", host=settings.local_host)
    findings = [_answering("gateway", gateway, log=folder.log("gateway"), at=f"{settings.address}/readyz")]
    if await in_development_mode(settings.port, host=settings.local_host):
        findings.append(DEVELOPMENT_MODE)
    for number, port in enumerate(settings.action_ports[1:], start=1):
        status = await http_status(port, ACTION_HEALTH)
        findings.append(_answering(f"actions {number}", status, log=folder.log(f"actions-{number}"), at=f"port {port}"))
    for number, port in enumerate(settings.dialogue_ports):
        status = await http_status(port, DIALOGUE_HEALTH)
        name = f"Rasa {number}" if settings.dialogue_processes > 1 else "Rasa"
        log = folder.log(name.lower().replace(" ", "-"))
        findings.append(_answering(name, status, log=log, at=f"port {port}"))
    if await worker_beats(url, since=datetime.now(UTC) - SILENT_FOR):
        findings.append(fine("worker", "was heard within the last half minute"))
    else:
        advice = f"Its log is {folder.log('worker')}; the supervisor starts it again if it died."
        findings.append(wrong("worker", "was not heard for half a minute", advice=advice))
    return findings


def look_at_ports(settings: SupervisorSettings) -> Iterable[Finding]:
    try:
        require_ports_apart(settings.ports)
    except PortNotToBeHad as exc:
        yield wrong("ports", "are not enough", advice=str(exc))
        return
    for host, port, setting in settings.ports:
        try:
            require_free_port(host, port, setting=setting)
        except PortTaken as exc:
            yield wrong(f"port {port}", "is taken by another program", advice=str(exc))
        else:
            yield fine(f"port {port}", "is free")


def _answering(name: str, status: int | None, *, log: object, at: str) -> Finding:
    if status == OK:
        return fine(name, f"answers at {at}")
    says = f"does not answer at {at}" if status is None else f"answers {status} at {at}"
    return wrong(name, says, advice=f"Its log is {log}; the supervisor starts it again if it died.")
