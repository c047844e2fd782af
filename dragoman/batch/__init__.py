"""The flow over millions of articles: shards that are planned, run apart from one another, and gathered."""
