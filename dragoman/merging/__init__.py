"""Reports become events: copies, origins, same act, status over time, ties, pledges; pure, without store or clock."""
