"""Whether what was learned still holds: how each day was, what moved since, and what somebody should know."""
