"""Trials of one model against another: who sees which, and what may be concluded when."""
