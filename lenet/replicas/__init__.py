"""One training step on many devices, by TensorFlow's own `tf.distribute`.

`strategies` makes a strategy by its name, `loop` runs the step under it. What
imports no TensorFlow here can be imported by the app's server.
"""
