// What one number is computed from, lit in the picture.
const KERNEL_CELL = 5 // pixels of one weight of a kernel, between two layers
const THICKEST = 4

// Return the maps and units that take part, as "layer map".
function involved({ place, channels = [], top = [] }) {
  const sources = [...channels.map(({ cells }) => cells[0]), ...top.map((term) => term.place)]
  return new Set([place, ...sources].map(({ layer, map }) => `${layer} ${map}`))
}

function paintSpotlight(context, { layout, explained, theme, scales, isPinned }) {
  const { place, layer, channels = [], top = [] } = explained
  const target = box(layout, place)
  const accent = theme("accent")
  for (const { cells } of channels) {
    const source = box(layout, cells[0], layer.window)
    line(context, source, target, accent, 1.5)
    ring(context, source, accent, theme)
  }
  const most = Math.max(...top.map(({ term }) => Math.abs(term)))
  for (const { place: source, term } of top) {
    const colour = theme(term < 0 ? "orange" : "accent")
    line(context, box(layout, source), target, colour, (THICKEST * Math.abs(term)) / most)
    ring(context, box(layout, source), colour, theme)
  }
  for (const channel of channels) {
    if (channel.kernel) paintKernel(context, layout, channel, explained, scales, theme)
  }
  ring(context, target, accent, theme, isPinned ? 3 : 2)
}

function line(context, source, target, colour, width) {
  const end = middle(target)
  context.strokeStyle = colour
  context.lineWidth = Math.max(1, width)
  context.beginPath()
  context.moveTo(source.x + source.width, middle(source).y)
  context.lineTo(end.x, end.y)
  context.stroke()
}

// A frame around cells, with one in the page's colour around it, so that it stands
// out from black and white cells.
function ring(context, { x, y, width, height }, colour, theme, thick = 2) {
  for (const [style, out, wide] of [
    [theme("st-background-color"), thick + 0.5, 1],
    [colour, thick / 2, thick],
  ]) {
    context.strokeStyle = style
    context.lineWidth = wide
    context.strokeRect(x - out, y - out, width + 2 * out, height + 2 * out)
  }
}

// A kernel where its line leaves the map before.
function paintKernel(context, layout, { cells, kernel }, { place, layer }, scales, theme) {
  const source = box(layout, cells[0], layer.window)
  const end = middle(box(layout, place))
  const before = layout.columns[place.layer - 1]
  const start = { x: source.x + source.width, y: middle(source).y }
  const x = before.x + before.width + before.gap / 2
  const y = start.y + ((x - start.x) / (end.x - start.x)) * (end.y - start.y)
  const side = layer.window * KERNEL_CELL
  const corner = { x: Math.round(x - side / 2), y: Math.round(y - side / 2) }
  const largest = Math.max(...kernel.map(Math.abs)) || 1
  kernel.forEach((weight, k) => {
    context.fillStyle = painted(scales.weight(weight, largest)).background
    const [row, column] = [Math.floor(k / layer.window), k % layer.window]
    context.fillRect(
      corner.x + column * KERNEL_CELL, corner.y + row * KERNEL_CELL, KERNEL_CELL, KERNEL_CELL,
    )
  })
  context.strokeStyle = theme("text")
  context.lineWidth = 1
  context.strokeRect(corner.x - 0.5, corner.y - 0.5, side + 1, side + 1)
}
