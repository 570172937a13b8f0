"""The policy language: documents, their meaning on days, and their explanation."""
