"""The ledger: the log as the leaves of one Merkle tree (RFC 6962), and what can be proved of it, without any key."""
