"""Treebanks and entity corpora become the reading model that ships with the package."""
