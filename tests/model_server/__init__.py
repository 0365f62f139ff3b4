"""A model server of our own that behaves, or misbehaves on command: plain HTTP, chat completions, streaming, schemas.

In a test, with the fixture `model_server` of tests/conftest.py, which behaves until it is told otherwise:

    async def test_something(model_server):
        model_server.answers["understanding"] = {"intent": "search", ...}        # what the use is answered with
        model_server.answers["speaking"] = lambda asked: {"sentences": [...]}    # or reckoned from what was asked
        await model_server.be(Mode.DRIPPING)
        ... AISLE_LLM_URL is model_server.url ...
        assert "maya@example.com" not in model_server.heard

`async with running_model_server() as server` is the same without pytest. By hand:

    python -m tests.model_server --mode slow --port 8990 --answers answers.json
"""

from tests.model_server.asked import Asked
from tests.model_server.modes import Mode
from tests.model_server.server import ModelServer, running_model_server

__all__ = ["Asked", "Mode", "ModelServer", "running_model_server"]
