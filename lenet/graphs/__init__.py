"""For the lesson Sessions vs eager: what is built, traced and run."""
