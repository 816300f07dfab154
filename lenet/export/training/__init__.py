"""What is exported as a training: `main`, its images, and the three loops.

Each loop is a module with a `train`, a short form of the loop of that name in
`lenet.training.loops`: it neither reports nor stops. It does the same steps on
the same batches, and so ends with the same weights; a test compares them.
"""
