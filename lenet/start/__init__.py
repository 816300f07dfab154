"""What is settled before TensorFlow computes: Keras and temporary files."""
