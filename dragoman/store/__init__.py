"""The record on disk: schema, one writer, a read-only view."""
