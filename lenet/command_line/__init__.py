"""The command line: what `python -m lenet` takes, does and prints.

`options` reads the options, `training` runs one training in this process,
`worker` runs one worker of a cluster, `local` a whole cluster on this machine.
None of them imports TensorFlow before the options are checked.
"""
