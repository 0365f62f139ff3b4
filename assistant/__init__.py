"""The running server: composition root, settings, command line, turn orchestration and observability."""
