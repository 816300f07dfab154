// The same as the picture and the panel, in words.

function nameOf(network, { layer, map, row, column }) {
  const { kind } = network.layers[layer]
  if (kind === "dense") return `unit ${map}`
  const cell = `row ${row}, column ${column}`
  return kind === "input" ? cell : `map ${map}, ${cell}`
}

function shortNameOf(network, place) {
  const { name, kind } = network.layers[place.layer]
  if (kind === "dense") return `${name} unit ${place.map}`
  return `${name} map ${place.map} (${place.row}, ${place.column})`
}

function spokenOf(network, explained) {
  const { place, layer, value, channels, top, bias, before } = explained
  const start = `${layer.title}, ${nameOf(network, place)}: ${valueOf(explained, value)}.`
  if (layer.kind === "input") return `${start} 0 is black, 1 is white.`
  if (layer.kind === "pooling") return `${start} The mean of ${listed(channels[0].window)}.`
  const end = `bias ${written(bias)}, sum ${written(before)}, then ${layer.activation}.`
  if (layer.kind === "convolution") {
    const sums = listed(channels.map(({ sum }) => sum))
    const parts = channels.length === 1 ? "Window times kernel" : "Sums of the maps before"
    return `${start} ${parts}: ${sums}; ${end}`
  }
  const terms = top.map((each) =>
    `${shortNameOf(network, each.place)}, ${written(each.term)}`)
  return `${start} The largest terms: ${terms.join("; ")}; ${end}`
}

function valueOf({ layer }, value) {
  return layer.activation === "softmax" ? share(value) : written(value)
}

function listed(values) {
  return values.map((value) => written(value)).join(", ")
}

function summaryOf(network) {
  const last = network.layers.length - 1
  const place = network.brightest(last)
  const probability = share(network.value(place))
  return `The layers of LeNet. It reads ${place.map} with a probability of ${probability}.`
}
