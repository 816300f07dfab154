"""For the lesson Automatic differentiation: tape, derivatives, None, fit."""
