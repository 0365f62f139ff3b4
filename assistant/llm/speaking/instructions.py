"""The rules for planted instructions are the catalogue's; named here for those who still ask here."""

from catalog.planted_instructions import SENTENCE_END, plain, speaks_to_a_machine, without_instructions

__all__ = ["SENTENCE_END", "plain", "speaks_to_a_machine", "without_instructions"]
