"""Speaks to a running server as the platforms do, for whoever develops without a device or an account there."""
