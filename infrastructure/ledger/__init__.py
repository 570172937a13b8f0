"""How the ledger is kept, and what leaves it: its tables, its keys, and the places where checkpoints go."""
