"""Published words become Articles: files and their formats."""
