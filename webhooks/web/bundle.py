"""Makes one small script of an entry module and all it imports, so that a page asks for a single file.

Our own modules need no more of the language than this: named imports from files beside them, and named exports. What is
written otherwise is refused when the server starts.
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
EXPORT = re.compile(r"^export (?=(?:const|class|(?:async )?function\*?) (\w+))", re.MULTILINE)
EXPORT_LIST = re.compile(r"^export (\{[^}]*\});\n", re.MULTILINE)
OTHERWISE = re.compile(r"^(?:import|export)\b.*|\bimport\s*[.(].*", re.MULTILINE)
STYLE_SHEET = re.compile(r"(?<== )`([^`$]*)`")


@dataclass(slots=True)
class _Bundle:
    """Each module is a function of its own: two of them may use the same name for different things."""

    names: dict[Path, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)

    def add(self, module: Path, *, importing: tuple[Path, ...] = ()) -> str:
        if module in importing:
            raise Unbundled(module=module.name, reason="imports itself")
        if module not in self.names:
            source = module.read_text(encoding="utf-8")
            imported = {path: (module.parent / path).resolve() for _, path in IMPORT.findall(source)}
            names = {path: self.add(found, importing=(*importing, module)) for path, found in imported.items()}
            self.names[module] = f"module{len(self.names)}"
            self.parts.append(f"const {self.names[module]} = {_as_function(source, names, module=module)};\n")
        return self.names[module]


def bundled(entry: Path) -> str:
    """A classic script: it also runs where a page says `type="module"`."""
    bundle = _Bundle()
    bundle.add(entry.resolve())
    return _minified('(() => {\n"use strict";\n' + "".join(bundle.parts) + "})();\n")


def _as_function(source: str, names: dict[str, str], *, module: Path) -> str:
    exported = [*EXPORT.findall(source), *(name for listed in EXPORT_LIST.findall(source) for name in _listed(listed))]
    body = IMPORT.sub(lambda found: f"const {_renaming(found[1])} = {names[found[2]]};\n", source)
    body = EXPORT.sub("", EXPORT_LIST.sub("", body))
    if other := OTHERWISE.search(body):
        raise Unbundled(module=module.name, reason=other[0])
    if module.stem.startswith("styles"):
        body = STYLE_SHEET.sub(lambda found: f"`{_minified(found[1], media_type='text/css')}`", body)
    return f"(() => {{\n{body}return {{ {', '.join(exported)} }};\n}})()"


def _renaming(imported: str) -> str:
    return imported.replace(" as ", ": ")


def _listed(names: str) -> list[str]:
    return [name for part in names.strip("{}").split(",") if (name := part.strip())]


def _minified(text: str, *, media_type: str = "text/javascript") -> str:
    return text if minify is None else minify.string(media_type, text)
