// Keeps weights for the pictures on the page, by the name that precedes them.
const NAME_LENGTH = 16 // bytes, as in flow.py
const MOST = 8 // networks that are kept: each has 325 kB

const kept = (globalThis.lenetFlow ??= { weights: new Map(), waiting: new Set() })

export default function ({ data }) {
  const bytes = Uint8Array.from(data) // its own buffer, from the first byte on
  const name = new TextDecoder().decode(bytes.subarray(0, NAME_LENGTH))
  kept.weights.delete(name) // so that it is the newest
  kept.weights.set(name, new Float32Array(bytes.buffer, NAME_LENGTH))
  const [oldest] = kept.weights.keys()
  if (kept.weights.size > MOST) kept.weights.delete(oldest)
  for (const wake of kept.waiting) wake()
}
