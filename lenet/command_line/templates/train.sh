#!/bin/sh
# One training on @{machines} machines. Start it on each machine within @{join} seconds:
@{starts}
# Each machine needs the project's folder, with this file in it, and its requirements.
set -eu
cd "$(dirname "$0")"
case "${1:-}" in
    [0-@{last}]) ;;
    *) echo "usage: sh train.sh INDEX, from 0 to @{last}" >&2; exit 2 ;;
esac

# TensorFlow reads the list of workers, and the index of this one, from here.
# https://www.tensorflow.org/guide/distributed_training#TF_CONFIG
export TF_CONFIG='{
  "cluster": {"worker": @{workers}},
  "task": {"type": "worker", "index": '"$1"'}
}'

exec @{command}
