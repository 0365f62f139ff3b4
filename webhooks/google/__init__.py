"""Google's door: Dialogflow CX and ES webhooks, and the Actions format that is kept for compatibility."""
