"""Tests by kind: unit, contracts, integration, dialogue, end to end."""
