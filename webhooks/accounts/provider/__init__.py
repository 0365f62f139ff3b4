"""A small OAuth provider for shops that have none: customers link accounts by code and PKCE, and get tokens renewed."""
