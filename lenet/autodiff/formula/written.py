"""A formula as Python code, for TensorFlow and for SymPy."""

from lenet.autodiff.formula.tree import (
    FUNCTIONS,
    Binary,
    Call,
    Formula,
    Name,
    Negative,
    Number,
)

CALLS = {
    "tf": {
        "sin": "tf.sin({})",
        "cos": "tf.cos({})",
        "tan": "tf.tan({})",
        "exp": "tf.exp({})",
        "log": "tf.math.log({})",
        "sqrt": "tf.sqrt({})",
        "tanh": "tf.tanh({})",
        "abs": "tf.abs({})",
        "sigmoid": "tf.sigmoid({})",
        "relu": "tf.nn.relu({})",
    },
    "sympy": {
        "sin": "sympy.sin({})",
        "cos": "sympy.cos({})",
        "tan": "sympy.tan({})",
        "exp": "sympy.exp({})",
        "log": "sympy.log({})",
        "sqrt": "sympy.sqrt({})",
        "tanh": "sympy.tanh({})",
        "abs": "sympy.Abs({})",
        "sigmoid": "(1 / (1 + sympy.exp(-({}))))",
        "relu": "sympy.Max({}, 0)",
    },
}
assert all(names.keys() == FUNCTIONS.keys() for names in CALLS.values())
# What binds more strongly has a higher number.
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}
NEGATIVE, WHOLE = 3, 5


def function_code(formula: Formula, library: str) -> str:
    """Return a formula as a lambda of x and y: "lambda x, y: tf.sin(x) * y".

    `library` is "tf" or "sympy", the name that the code has for it.
    """
    body = code(formula, library)
    # A number alone would be no tensor.
    is_number = isinstance(formula, Number)
    return f"lambda x, y: {'0 * x + ' if is_number else ''}{body}"


def code(formula: Formula, library: str) -> str:
    """Return a formula as an expression, with no more brackets than needed."""
    match formula:
        case Number(value):
            return str(int(value) if value.is_integer() else value)
        case Name(name):
            return name
        case Negative(operand):
            return f"-{_within(operand, library, NEGATIVE + 1)}"
        case Call(function, argument):
            return CALLS[library][function].format(code(argument, library))
        case Binary(sign, left, right):
            own = STRENGTH[sign]
            # Python computes from the left, but a power from the right.
            is_power = sign == "**"
            one = _within(left, library, own + is_power)
            other = _within(right, library, own + (not is_power))
            return f"{one}**{other}" if is_power else f"{one} {sign} {other}"


def _within(formula: Formula, library: str, least: int) -> str:
    text = code(formula, library)
    return text if _strength(formula) >= least else f"({text})"


def _strength(formula: Formula) -> int:
    match formula:
        case Binary(sign):
            return STRENGTH[sign]
        case Negative():
            return NEGATIVE
        case Number(value) if value < 0:
            return NEGATIVE
    return WHOLE
