"""Published words become Articles: files, pages, feeds and archives; the one room that uses the network."""
