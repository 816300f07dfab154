// The lines between the layers.
const EVERY = 8 // of the units of a dense layer, one has lines

// Return a path for each layer: all lines that lead to it.
function edgesOf(network, layout) {
  return layout.columns.map((column) => {
    const path = new Path2D()
    if (column.layer === 0) return path
    const before = layout.columns[column.layer - 1]
    const { kind } = network.layers[column.layer]
    for (const target of ends(column)) {
      for (const source of ends(before)) {
        if (kind !== "pooling" || source.map === target.map) curve(path, source, target)
      }
    }
    return path
  })
}

function ends({ tiles, isDense, isOutput }) {
  return isDense && !isOutput ? tiles.filter(({ map }) => map % EVERY === 0) : tiles
}

function curve(path, source, target) {
  const [startX, startY] = [source.x + source.width, source.y + source.height / 2]
  const endY = target.y + target.height / 2
  const bend = (target.x - startX) / 2
  path.moveTo(startX, startY)
  path.bezierCurveTo(startX + bend, startY, target.x - bend, endY, target.x, endY)
}

// Draw the lines; those that the light has just reached glow.
function paintEdges(context, edges, progress, theme, isDim) {
  context.lineWidth = 1
  edges.forEach((path, layer) => {
    context.strokeStyle = theme("quiet")
    context.globalAlpha = isDim ? 0.1 : 0.25
    context.stroke(path)
    const glow = 1 - Math.abs(progress - layer + 0.2) / 0.8
    if (glow > 0) {
      context.strokeStyle = theme("accent")
      context.globalAlpha = glow
      context.stroke(path)
    }
  })
  context.globalAlpha = 1
}
