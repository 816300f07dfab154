"""Each tab of Automatic differentiation as a function `main`, to be exported.

`lenet.graphs.notebooks` describes what to write.
"""
