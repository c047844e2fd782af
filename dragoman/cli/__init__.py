"""One command, one call."""
