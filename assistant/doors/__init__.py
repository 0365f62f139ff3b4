"""Wires the doors shoppers come in by, one module each; `opening` opens all that the settings ask for."""
