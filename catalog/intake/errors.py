"""What can keep a catalogue file from being read.

IntakeError
├── FormatUnknown   it is none of the formats that can be read
└── FileBroken      it cannot be read on from some place; what came before is good
"""


class IntakeError(Exception):
    """The root of this folder's errors."""


class FormatUnknown(IntakeError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the file {reason}")
        self.reason = reason


class FileBroken(IntakeError):
    def __init__(self, *, where: str, reason: str) -> None:
        super().__init__(f"the file cannot be read on from {where}: {reason}")
        self.where = where
        self.reason = reason
