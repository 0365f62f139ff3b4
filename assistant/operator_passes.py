"""Passes of an installation, for its own tools: whoever can read its state folder is its operator."""

from collections.abc import Callable, Mapping

from assistant.supervisor.folder import StateFolder
from webhooks.limits.operators import OperatorPasses

SECRET = "AISLE_SENDER_SECRET"  # noqa: S105 - where it is found

Passes = Callable[[], Mapping[str, str]]


def passes_of(folder: StateFolder, *, given: Mapping[str, str]) -> Passes:
    """Headers for the operator's requests; none where no secret is known. `given` are those of the environment."""
    secret = given.get(SECRET) or folder.read_secrets().get(SECRET)
    return OperatorPasses(secret=secret).headers if secret else dict
