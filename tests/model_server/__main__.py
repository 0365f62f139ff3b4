"""Runs the server by hand: `python -m tests.model_server --mode slow --port 8990 --answers answers.json`."""

import argparse
import asyncio
import json
import sys
from contextlib import suppress
from pathlib import Path

from tests.model_server.modes import Mode
from tests.model_server.server import MODEL, running_model_server


async def _run(options: argparse.Namespace) -> None:
    answers = json.loads(options.answers.read_text(encoding="utf-8")) if options.answers else {}
    async with running_model_server(options.mode, port=options.port, answers=answers) as server:
        server.pause_s, server.piece_pause_s, server.key = options.pause_s, options.piece_pause_s, options.key
        _say(f"{server.mode} on AISLE_LLM_URL={server.url} AISLE_LLM_MODEL={MODEL}")
        told = 0
        while True:
            await asyncio.sleep(0.2)
            for asked in server.requests[told:] if options.tell else ():
                _say(json.dumps(asked.body))
            told = len(server.requests)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.model_server")
    parser.add_argument("--mode", type=Mode, choices=list(Mode), default=Mode.WELL)
    parser.add_argument("--port", type=int, default=8990)
    parser.add_argument("--answers", type=Path, help="JSON: by use, what is answered")
    parser.add_argument("--key", help="what has to be shown")
    parser.add_argument("--pause-s", type=float, default=30.0, help="how slow it is")
    parser.add_argument("--piece-pause-s", type=float, default=0.0, help="between the pieces of a stream")
    parser.add_argument("--tell", action="store_true", help="print what it is asked")
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()
