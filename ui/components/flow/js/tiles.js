// The maps and the units, as bright as their values.

// Return a small picture of each map of each layer, one pixel for each cell.
function bitmapsOf(network, scales) {
  return network.values.map((values, layer) => {
    const { rows, columns, maps } = network.sides(layer)
    return Array.from({ length: maps }, (_, map) => {
      const canvas = Object.assign(document.createElement("canvas"), {
        width: columns,
        height: rows,
      })
      const context = canvas.getContext("2d")
      const image = context.createImageData(columns, rows)
      for (let cell = 0; cell < rows * columns; cell++) {
        const value = values[cell * maps + map]
        const colour = scales.activation(value, network.largest[layer])
        image.data.set([...colour, 255], 4 * cell)
      }
      context.putImageData(image, 0, 0)
      return canvas
    })
  })
}

// Draw all tiles; a layer that the light has not reached is empty.
function paintTiles(context, { layout, bitmaps, theme, progress, lit }) {
  context.imageSmoothingEnabled = false
  for (const { layer, tiles } of layout.columns) {
    const arrived = Math.min(1, Math.max(0, progress - layer))
    for (const { map, x, y, width, height } of tiles) {
      const isAside = lit && !lit.has(`${layer} ${map}`)
      context.globalAlpha = 1
      context.fillStyle = theme("ground")
      context.fillRect(x, y, width, height)
      context.globalAlpha = arrived * (isAside ? 0.4 : 1)
      context.drawImage(bitmaps[layer][map], x, y, width, height)
      context.globalAlpha = isAside ? 0.5 : 1
      context.strokeStyle = theme("edge")
      context.lineWidth = 1
      context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1)
    }
  }
  context.globalAlpha = 1
}
