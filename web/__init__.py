"""The HTTP face: asked so, answered so."""
