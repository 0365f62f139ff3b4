"""Makes one small script of an entry module and all it imports, so that a page asks for a single file.

Our own modules need no more of the language than this: named imports from files beside them, named exports, and at the
top of each module names that no other module has. What is written otherwise is refused when the server starts.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from webhooks.web.errors import Unbundled

try:
    import minify
except ImportError:  # there is no build of it for every machine: elsewhere the script is as right, and longer
    minify = None

IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\./[\w./-]+|\.\./[\w./-]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=const |class |function\b|async function\b)", re.MULTILINE)
RENAMED = re.compile(r"(\w+) as (\w+)")
OTHERWISE = re.compile(r"^(?:import|export)\b.*|\bimport\s*[.(].*", re.MULTILINE)
DECLARED = re.compile(r"^(?:export )?(?:const|let|var|class|(?:async )?function\*?) (\w+)", re.MULTILINE)
STYLE_SHEET = re.compile(r"(?<== )`([^`$]*)`")


@dataclass(slots=True)
class _Bundle:
    """Modules in the order in which they need each other."""

    parts: dict[Path, str] = field(default_factory=dict)
    owners: dict[str, Path] = field(default_factory=dict)

    def add(self, module: Path, *, importing: tuple[Path, ...] = ()) -> None:
        if module in importing:
            raise Unbundled(module=module.name, reason="imports itself")
        if module in self.parts:
            return
        source = module.read_text(encoding="utf-8")
        for _, path in IMPORT.findall(source):
            self.add((module.parent / path).resolve(), importing=(*importing, module))
        for name in DECLARED.findall(source):
            if self.owners.setdefault(name, module) != module:
                raise Unbundled(module=module.name, reason=f"{name} is a name of {self.owners[name].name} too")
        self.parts[module] = _part(source, module=module)


def bundled(entry: Path) -> str:
    """A classic script: it also runs where a page says `type="module"`."""
    bundle = _Bundle()
    bundle.add(entry.resolve())
    return _minified('(() => {\n"use strict";\n' + "".join(bundle.parts.values()) + "})();\n")


def _part(source: str, *, module: Path) -> str:
    part = EXPORT.sub("", IMPORT.sub(lambda found: _renamed(found[1]), source))
    if other := OTHERWISE.search(part):
        raise Unbundled(module=module.name, reason=other[0])
    if module.stem.startswith("styles"):
        part = STYLE_SHEET.sub(lambda found: f"`{_minified(found[1], media_type='text/css')}`", part)
    return part


def _renamed(imported: str) -> str:
    return "".join(f"const {ours} = {theirs};\n" for theirs, ours in RENAMED.findall(imported))


def _minified(text: str, *, media_type: str = "text/javascript") -> str:
    return text if minify is None else minify.string(media_type, text)
