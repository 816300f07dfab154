"""The terminal's side: what `python -m lenet` takes, does and says.

`options` is what can be chosen, `training` one training in this process,
`worker` the same as one of a cluster, `local` a whole cluster on this machine.
None of them imports TensorFlow before the options are known to be sound.
"""
