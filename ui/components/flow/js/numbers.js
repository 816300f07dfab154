// Numbers as the app writes them: ui/components/numbers.py.
const MINUS = "\u2212"
const DIGITS = 3

function written(value, digits = DIGITS) {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  let text
  if (size === 0) text = "0"
  else if (size < 1e-3 || size >= 1e5) text = size.toExponential(digits - 1)
  else text = String(Number(size.toPrecision(digits)))
  return value < 0 ? MINUS + text : text
}

// "+ 0.12" or "− 0.12": a term of a sum after its first.
function added(value) {
  return `${value < 0 ? MINUS : "+"} ${written(Math.abs(value))}`
}

function share(probability) {
  return `${(100 * probability).toFixed(1)}%`
}

function floats(encoded) {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))
  return new Float32Array(bytes.buffer)
}
