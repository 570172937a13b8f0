"""What the service does for people: use cases, and the ports they need."""
