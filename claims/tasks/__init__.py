"""Tasks: what a worker does in the background. Each calls a service; nobody waits for it."""
