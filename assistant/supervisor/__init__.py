"""The processes of one installation: what starts, in which order, and what happens when one dies."""
