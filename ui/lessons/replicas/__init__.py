"""The parts of the page "Replicas", a file each."""
