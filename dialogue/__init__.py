"""Rasa's own process: our channel, our store of conversations, and how they are started, trained and tried out."""
