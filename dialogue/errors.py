"""What can go wrong in the dialogue process.

DialogueError
├── SettingMissing            a variable of the environment is absent or senseless
├── ModelRefused              no model, or not the one that was trained
├── TrainingFailed            Rasa could not train on the inputs
├── ConversationsUnavailable  Postgres did not answer in time, or refused
└── TurnFailed                a turn came to no answer
"""


class DialogueError(Exception):
    """Anything this process fails with on purpose."""


class SettingMissing(DialogueError):
    def __init__(self, *, name: str, reason: str = "is not set") -> None:
        super().__init__(f"{name} {reason}")
        self.name = name


class ModelRefused(DialogueError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the dialogue model will not be loaded: {reason}")


class TrainingFailed(DialogueError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the dialogue model could not be trained: {reason}")


class ConversationsUnavailable(DialogueError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the store of conversations is unavailable: {reason}")


class TurnFailed(DialogueError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the turn came to no answer: {reason}")
        self.reason = reason
