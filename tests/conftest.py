"""What every test runs under."""

from hypothesis import settings

# `make check` gives the same verdict on the same tree, so its examples are derived from the test alone and none is kept
# between runs; `make soak` looks for new ones. On a shared machine a deadline would measure the neighbours.
settings.register_profile("check", derandomize=True, deadline=None, database=None, max_examples=50)
settings.register_profile("soak", deadline=None, max_examples=5_000)
settings.load_profile("check")
