"""The tabs of the lesson Sessions vs eager as notebooks, each with a `main`."""
