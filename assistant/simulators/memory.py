"""What goes on from one `aisle say` to the next: sessions, tokens, and what an answer asked to be kept."""

import json
import os
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Notes = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Memory:
    """A file that only its owner reads: it holds tokens of demo customers."""

    file: Path

    def read(self) -> dict[str, Notes]:
        try:
            told = json.loads(self.file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    def write(self, notes: MutableMapping[str, Notes]) -> None:
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(notes, file, indent=1)
