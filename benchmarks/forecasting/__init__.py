"""The forecast benchmark: ranking of who acts with whom next, on three public histories."""
