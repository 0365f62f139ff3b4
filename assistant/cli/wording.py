"""How commands write numbers of things, and how bad something is."""

_STYLES = {"error": "red", "warning": "yellow", "note": "cyan"}


def counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def severity_style(severity: str) -> str:
    return _STYLES[severity]
