"""For the lesson Sessions vs eager: what is built, what is traced, what runs."""
