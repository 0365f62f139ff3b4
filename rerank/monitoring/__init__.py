"""Whether what was learned still holds: drift, results by the week, and what is behind a fall."""
