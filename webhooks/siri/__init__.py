"""Siri, by a Shortcut or an app's intent: one request a sentence, under the token of a customer's device."""
