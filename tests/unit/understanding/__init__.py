"""Tests of the request parser: hand-written tables beside them say what was meant."""
