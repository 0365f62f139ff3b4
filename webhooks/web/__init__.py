"""The web channel: chat API, widget and demo storefront."""
