"""For the tab Retracing: calls to choose from, cures, and side effects."""
