"""The commands of ``python -m geo``, a module each, and what they share."""
