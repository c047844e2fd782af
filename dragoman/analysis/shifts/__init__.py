"""Acts between pairs become shifts: when a pair's level turned, if that lasted, and from whom to whom one turns."""
