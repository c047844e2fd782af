"""Training programs; nothing here is needed to run Dragoman."""
