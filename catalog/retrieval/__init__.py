"""Hybrid search: lexical and vector candidates, hard filters, fusion."""
