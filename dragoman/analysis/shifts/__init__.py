"""Acts between pairs become shifts: when a pair's level turned, whether that lasted, and from whom to whom one turns."""
