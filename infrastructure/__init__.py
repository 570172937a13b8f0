"""How the ports are met: the store, the documents, their formats."""
