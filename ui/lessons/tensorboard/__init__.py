"""What the page TensorBoard draws itself where no route leads to TensorBoard."""
