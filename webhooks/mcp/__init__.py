"""The door for other assistants: tools over the shop's own use cases, by the Model Context Protocol."""
