"""What the app must hold under load, faults and strangers: 22 cases.

`figures` says what a case returns; each other module has the cases of one subject.
"""
