// The sum of one number, written out below the picture.

function make(tag, className, ...children) {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...children)
  return made
}

function showPanel(panel, network, explained, scales, lead) {
  const { place, layer, value } = explained
  const heading = make("p", "heading", make("span", "lead", lead),
    make("strong", "", layer.title), make("span", "place", nameOf(network, place)))
  if (layer.kind !== "input") {
    heading.append(make("span", "tensorflow", `TensorFlow computed ${valueOf(explained, value)}`))
  }
  const parts = { convolution, pooling, dense, input }[layer.kind](network, explained, scales)
  panel.replaceChildren(heading, make("div", "sum", ...parts))
}

// One term: a figure, a number, and what it is.
function term(number, label, figure = [], className = "") {
  return make("div", `term ${className}`,
    make("div", "figure", ...figure), make("b", "", number), make("span", "", label))
}

function result(explained) {
  const { sum, layer } = explained
  const value = Object.assign(make("data", "", valueOf(explained, sum)), { value: sum })
  const sign = layer.activation ? "→" : "="
  const names = { relu: "ReLU", softmax: "softmax" }
  const label = names[layer.activation] ?? { pooling: "mean", input: "" }[layer.kind]
  return make("div", "term result",
    make("div", "figure"), make("b", "", `${sign} `, value), make("span", "", label))
}

function ending(explained) {
  const { bias, before } = explained
  return [
    term(added(bias), "bias"),
    term(`= ${written(before)}`, "sum"),
    result(explained),
  ]
}

function convolution(network, explained, scales) {
  const { channels, place } = explained
  const { name } = network.layers[place.layer - 1]
  const limit = Math.max(...channels.flatMap(({ kernel }) => kernel.map(Math.abs))) || 1
  const isOne = channels.length === 1
  const terms = channels.map(({ map, window, kernel, sum }, k) => {
    const figure = [
      cells(window, 3, (value) => scales.activation(value, network.largest[place.layer - 1]), isOne),
      make("span", "times", "×"),
      cells(kernel, 3, (weight) => scales.weight(weight, limit), isOne),
    ]
    const label = isOne ? "window × kernel, added up" : `${name} map ${map}`
    return term(k ? added(sum) : written(sum), label, figure)
  })
  return [...terms, ...ending(explained)]
}

function pooling(network, explained, scales) {
  const [{ window }] = explained.channels
  const largest = network.largest[explained.place.layer - 1]
  const figure = cells(window, 2, (value) => scales.activation(value, largest), true)
  return [
    term(written(total(window)), "four cells, added up", [figure]),
    term(`÷ ${window.length}`, "their number"),
    result(explained),
  ]
}

function dense(network, explained) {
  const { top, others, rest } = explained
  const most = Math.max(...top.map((each) => Math.abs(each.term)))
  const terms = top.map((each, k) => {
    const bar = make("i", each.term < 0 ? "less" : "more")
    bar.style.width = `${(100 * Math.abs(each.term)) / most}%`
    const product = `${written(each.input)} × ${written(each.weight)}`
    const figure = [make("small", "", product), bar]
    const number = k ? added(each.term) : written(each.term)
    return term(number, shortNameOf(network, each.place), figure, "bar")
  })
  return [...terms, term(added(others), `${rest} others`), ...ending(explained)]
}

function input(network, explained) {
  return [result(explained)]
}

// A small table of values, each on its colour; with numbers where there is space.
function cells(values, across, colourOf, withNumbers) {
  const table = make("div", `cells ${withNumbers ? "numbers" : ""}`)
  table.style.gridTemplateColumns = `repeat(${across}, auto)`
  for (const value of values) {
    const cell = make("span", "", withNumbers ? written(value, 2) : "")
    Object.assign(cell.style, painted(colourOf(value)))
    table.append(cell)
  }
  return table
}
