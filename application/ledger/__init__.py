"""The ledger in use: checkpoints are made of it and handed out, proofs are made from it, and all of it is verified."""
