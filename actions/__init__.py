"""What the assistant can do: one thin Rasa custom action per file."""
