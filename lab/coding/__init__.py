"""What the trained coder is to learn from, and how it will be trained."""
