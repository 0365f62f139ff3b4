"""Where the environments and downloads of one checkout lie."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Checkout:
    root: Path
    state: Path

    @classmethod
    def here(cls) -> "Checkout":
        root = Path(__file__).resolve().parent.parent
        return cls(root=root, state=(root / os.environ.get("AISLE_STATE_DIR", "var")).resolve())

    @property
    def tools(self) -> Path:
        return self.root / ".tools"

    @property
    def uv(self) -> Path:
        return self.tools / "bin" / "uv"

    @property
    def gateway(self) -> Path:
        return self.root / ".venv"

    @property
    def dialogue(self) -> Path:
        return self.root / "dialogue" / ".venv"

    @property
    def weights(self) -> Path:
        return self.state / "weights"

    def log(self, name: str) -> Path:
        return self.state / "log" / f"setup-{name.replace(' ', '-')}.log"
