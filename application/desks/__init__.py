"""Where callers are served: each desk asks first whether the caller may, and then lets the use cases work."""
