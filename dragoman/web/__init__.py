"""The record in a browser: pages and feeds over the read-only view, all state in the address, no script needed."""
