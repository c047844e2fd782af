"""Dragoman reads the news of diplomacy and keeps the record."""

__version__ = "0.1.0"
