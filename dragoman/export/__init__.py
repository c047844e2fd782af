"""Answers become files: interchange forms of reports and events."""
