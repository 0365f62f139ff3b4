"""What can be wrong with the drawings of the demo shop.

DemoError
└── DrawingBroken
"""

from catalog.demo.errors import DemoError


class DrawingBroken(DemoError):
    """A drawing names something that does not exist, or a line of it cannot be read."""

    def __init__(self, *, drawing: str, line: str) -> None:
        super().__init__(f"{drawing}: {line}")
        self.drawing = drawing
        self.line = line
