"""The stories that ship with Dragoman: true facts told in our own words, for the demo and for tests."""

from pathlib import Path

STORIES = Path(__file__).parent / "stories.jsonl"
