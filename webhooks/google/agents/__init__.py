"""Agents to import into Dialogflow that say nothing of their own: every word goes to our webhook."""
