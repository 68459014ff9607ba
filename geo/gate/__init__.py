"""The gate: the one way by which records leave, and what it looks for in them."""
