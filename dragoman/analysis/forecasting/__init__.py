"""Acts of the past come in; what is likely next, and why, goes out."""
