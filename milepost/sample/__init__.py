"""A believable population, drawn by a seed, and a cast with known stories: what the body might have recorded so far."""
