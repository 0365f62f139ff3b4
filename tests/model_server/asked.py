"""One request as the server got it, and the least answer that fits its schema."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CHARACTERS_OF_TOKEN = 4


@dataclass(frozen=True, kw_only=True)
class Asked:
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def use(self) -> str:
        """As the schema is called; a server that knows no schemas is not told."""
        return str(self._json_schema.get("name", ""))

    @property
    def schema(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._json_schema.get("schema", {})
        return found

    @property
    def words(self) -> str:
        """All that was said to the model."""
        return "\n".join(str(message.get("content", "")) for message in self.body.get("messages", []))

    @property
    def data(self) -> Any:
        """The JSON among the words: what the model was given besides its instructions."""
        last = str(self.body["messages"][-1]["content"])
        return json.loads(last[last.index("{") : last.rindex("}") + 1])

    @property
    def is_streamed(self) -> bool:
        return bool(self.body.get("stream"))

    @property
    def wants_usage(self) -> bool:
        return bool((self.body.get("stream_options") or {}).get("include_usage"))

    @property
    def tokens(self) -> int:
        return len(self.words) // CHARACTERS_OF_TOKEN + 1

    @property
    def _json_schema(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = (self.body.get("response_format") or {}).get("json_schema", {})
        return found


def least(schema: Mapping[str, Any], *, root: Mapping[str, Any] | None = None) -> Any:
    """The smallest value that the schema lets through: what a model says that has nothing to say."""
    whole = schema if root is None else root
    if "$ref" in schema:
        return least(whole["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root=whole)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        kinds = schema["anyOf"]
        return None if {"type": "null"} in kinds else least(kinds[0], root=whole)
    return _least_of_type(schema, whole)


def _least_of_type(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Any:
    match schema.get("type"):
        case "object":
            return {name: least(each, root=whole) for name, each in schema.get("properties", {}).items()}
        case "array":
            return [least(schema["items"], root=whole) for _ in range(schema.get("minItems", 0))]
        case "string":
            return "-" * max(1, schema.get("minLength", 0))
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "boolean":
            return False
    return None
