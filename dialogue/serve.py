"""Starts the dialogue process: `python -m dialogue.serve`, told everything by its environment."""

import os
import sys
import time

from dialogue.environment import put_in_order
from dialogue.errors import DialogueError
from dialogue.logs import configure_logs
from dialogue.model_file import checked_model
from dialogue.settings import Settings
from dialogue.tensorflow_stand_in import stand_in_for_tensorflow

CANNOT_START = 2


def main() -> int:
    started = time.monotonic()
    put_in_order()
    try:
        settings = Settings.from_environment(os.environ)
        model, manifest = checked_model(settings.model_folder)
        if not manifest.needs_tensorflow:
            stand_in_for_tensorflow()
        formatter = configure_logs()
        # Rasa takes seconds to import and reads its surroundings while doing so: not before, nor for a wrong setting.
        from dialogue.server import serve  # noqa: PLC0415

        serve(settings, model, formatter, started=started)
    except DialogueError as exc:
        print(exc, file=sys.stderr)  # noqa: T201 - the one line a supervisor shows
        return CANNOT_START
    except OSError as exc:
        print(f"cannot start: {exc}", file=sys.stderr)  # noqa: T201 - as above
        return CANNOT_START
    return 0


if __name__ == "__main__":
    sys.exit(main())
