"""What a script remembers of earlier answers, to be spoken of and compared with later; and which day it is."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

REMEMBERED = re.compile(r"\{(\w+)\.(\d+|order|cart)\.([\w.]+)\}")
WEEKDAY = re.compile(r"\{weekday\.(\d+)\}")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass
class Memory:
    """`{weekday.3}` is what the day after the day after tomorrow is called: a day that is never told as tomorrow."""

    replies: dict[str, dict[str, Any]] = field(default_factory=dict)
    today: date = field(default_factory=lambda: datetime.now(UTC).date())

    def filled(self, value: Any) -> Any:
        if isinstance(value, str):
            return REMEMBERED.sub(self._remembered, WEEKDAY.sub(self._weekday, value))
        if isinstance(value, list):
            return [self.filled(each) for each in value]
        return {name: self.filled(each) for name, each in value.items()} if isinstance(value, dict) else value

    def _weekday(self, found: re.Match[str]) -> str:
        return WEEKDAYS[(self.today + timedelta(days=int(found[1]))).weekday()]

    def _remembered(self, found: re.Match[str]) -> str:
        """`{jackets.2.attributes.color}` is the colour of the second jacket shown, `{placed.order.number}` a number."""
        reply, what = self.replies[found[1]], found[2]
        value: Any = reply["products"][int(what) - 1] if what.isdigit() else reply[what]
        for name in found[3].split("."):
            value = value[int(name) - 1] if isinstance(value, list) else value[name]
        return str(value)
