"""Sentences become Reports."""
