"""Acts between pairs become networks: signed graphs of a window, likeness, communities, balance, sides over years."""
