"""The command line: what `python -m lenet` takes, does and prints.

`options` reads the options, `training` runs one training in this process,
`worker` runs one worker of a cluster, `local` a whole cluster on this machine.
`race_options` and `race` are those of `python -m lenet race`.
None of them imports TensorFlow before the options are checked.
"""
