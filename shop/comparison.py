"""Products side by side: what a screen draws as a table, one column for each product and one row for each fact."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    product_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A fact by its `name` in the catalogue; a value is None where nothing is known of it."""

    name: str
    label: str
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def as_text(self) -> str:
        """Where no table can be drawn: a line of titles, and a line for each fact."""
        titles = " | ".join(column.title for column in self.columns)
        return "\n".join(
            [titles, *(f"{row.label}: {' | '.join(value or '—' for value in row.values)}" for row in self.rows)]
        )
