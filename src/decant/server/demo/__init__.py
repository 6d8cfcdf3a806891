"""A hub to try out: a small org whose API has evolved, and was once stopped from breaking."""
