"""The stand-alone verifier of dossiers: the standard library and ``cryptography``, and nothing of the service."""
