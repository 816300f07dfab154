// The arithmetic of LeNet: what is added up for one number. Nothing of the screen.
//
// A place is { layer, map, row, column }; a unit of a dense layer is a map of one
// cell. Layer 0 is the input. All arrays are in the order of NumPy's.
const MOST_TERMS = 5

class Network {
  constructor(layers, digit, values, weights) {
    const input = { name: "Input", title: "Input", kind: "input", shape: [32, 32, 1] }
    this.layers = [input, ...layers]
    this.weights = weights
    this.values = [digit]
    let start = 0
    for (const { shape } of layers) {
      const size = shape.reduce((product, side) => product * side, 1)
      this.values.push(values.subarray(start, start + size))
      start += size
    }
    this.largest = this.values.map((each) => Math.max(...each.map(Math.abs)) || 1)
  }

  sides(layer) {
    const { shape } = this.layers[layer]
    const [rows, columns, maps] = shape.length === 1 ? [1, 1, shape[0]] : shape
    return { rows, columns, maps }
  }

  index({ layer, map, row, column }) {
    const { columns, maps } = this.sides(layer)
    return (row * columns + column) * maps + map
  }

  placeOf(layer, index) {
    const { columns, maps } = this.sides(layer)
    const cell = Math.floor(index / maps)
    const row = Math.floor(cell / columns)
    return { layer, map: index % maps, row, column: cell % columns }
  }

  value(place) {
    return this.values[place.layer][this.index(place)]
  }

  // The place of the largest value of a layer.
  brightest(layer) {
    const values = this.values[layer]
    return this.placeOf(layer, values.indexOf(Math.max(...values)))
  }

  // What a place is computed from: see the three functions below.
  explain(place) {
    const layer = this.layers[place.layer]
    const found = { place, layer, value: this.value(place), sum: this.value(place) }
    return { ...found, ...this[layer.kind]?.(place, layer) }
  }

  // The window of each map before, its kernel, and the sum of their products.
  convolution(place, layer) {
    const channels = []
    const { maps: outputs } = this.sides(place.layer)
    const { maps: inputs } = this.sides(place.layer - 1)
    for (let map = 0; map < inputs; map++) {
      const cells = this.window(place, layer.window, 1, map)
      const window = cells.map((cell) => this.value(cell))
      const kernel = cells.map((_, k) =>
        this.weights[layer.kernel + (k * inputs + map) * outputs + place.map])
      const products = window.map((value, k) => value * kernel[k])
      channels.push({ map, cells, window, kernel, sum: total(products) })
    }
    const bias = this.weights[layer.bias + place.map]
    const before = total(channels.map(({ sum }) => sum)) + bias
    return { channels, bias, before, sum: Math.max(0, before) }
  }

  pooling(place, layer) {
    const cells = this.window(place, layer.window, layer.window, place.map)
    const window = cells.map((cell) => this.value(cell))
    return { channels: [{ map: place.map, cells, window }], sum: total(window) / window.length }
  }

  // The largest terms, the sum of all others, the bias.
  dense(place, layer) {
    const inputs = this.values[place.layer - 1]
    const terms = this.termsOf(place.map, layer, inputs)
    const sizes = terms.map((term, index) => ({ index, term, size: Math.abs(term) }))
    const largest = sizes.sort((a, b) => b.size - a.size).slice(0, MOST_TERMS)
    const top = largest.filter(({ size }) => size > 0).map(({ index, term }) => ({
      place: this.placeOf(place.layer - 1, index),
      input: inputs[index],
      weight: term / inputs[index],
      term,
    }))
    const bias = this.weights[layer.bias + place.map]
    const before = total(terms) + bias
    const others = total(terms) - total(top.map(({ term }) => term))
    const found = { top, others, rest: terms.length - top.length, bias, before }
    if (layer.activation === "relu") return { ...found, sum: Math.max(0, before) }
    return { ...found, sum: this.softmax(place, layer, inputs) }
  }

  termsOf(unit, layer, inputs) {
    const [units] = layer.shape
    return Array.from(inputs, (value, k) =>
      value * this.weights[layer.kernel + k * units + unit])
  }

  softmax(place, layer, inputs) {
    const units = Array.from({ length: layer.shape[0] }, (_, unit) => unit)
    const logits = units.map((unit) =>
      total(this.termsOf(unit, layer, inputs)) + this.weights[layer.bias + unit])
    const most = Math.max(...logits)
    const powers = logits.map((logit) => Math.exp(logit - most))
    return powers[place.map] / total(powers)
  }

  window({ layer, row, column }, side, stride, map) {
    return Array.from({ length: side * side }, (_, k) => ({
      layer: layer - 1,
      map,
      row: row * stride + Math.floor(k / side),
      column: column * stride + (k % side),
    }))
  }
}

function total(values) {
  return values.reduce((sum, value) => sum + value, 0)
}
