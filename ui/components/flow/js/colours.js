// Colours: the theme's for lines, the app's two scales for values.

// Return a function from the name of a CSS variable to a colour for the canvas, which
// knows no light-dark().
function themeOf(element) {
  const found = new Map()
  return (name) => {
    if (!found.has(name)) {
      element.style.color = `var(--${name})`
      found.set(name, getComputedStyle(element).color)
      element.style.color = ""
    }
    return found.get(name)
  }
}

function bytesOf(colour) {
  return [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16))
}

// Return the colour at a share, 0 to 1, of a scale: an array of three bytes.
function between(scale, share) {
  const at = Math.min(1, Math.max(0, share)) * (scale.length - 1)
  const step = Math.min(scale.length - 2, Math.floor(at))
  const [low, high] = [scale[step], scale[step + 1]]
  return low.map((byte, k) => Math.round(byte + (at - step) * (high[k] - byte)))
}

// Return a CSS colour, and the one of black and white that can be read on it.
function painted(bytes) {
  const [red, green, blue] = bytes.map((byte) => {
    const part = byte / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return { background: `rgb(${bytes})`, color: light > 0.179 ? "black" : "white" }
}

// Small activations are a little brighter than their share, so that they can be seen.
const BRIGHTER = 0.7

class Scales {
  constructor({ activations, weights }) {
    this.activations = activations.map(bytesOf)
    this.weights = weights.map(bytesOf)
  }

  activation(value, largest) {
    return between(this.activations, (Math.max(0, value) / largest) ** BRIGHTER)
  }

  weight(value, largest) {
    return between(this.weights, (value / largest + 1) / 2)
  }
}
