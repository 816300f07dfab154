// The keys: from one place to the next.
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }

// Return the place beside this one; at the edge of a map, in the map or layer beside.
function beside(network, layout, place, [dx, dy]) {
  const { rows, columns } = network.sides(place.layer)
  const [row, column] = [place.row + dy, place.column + dx]
  if (row >= 0 && row < rows && column >= 0 && column < columns) {
    return { ...place, row, column }
  }
  const from = middle(box(layout, place))
  const own = layout.columns[place.layer]
  const tile = nearest(own.tiles, own.tiles[place.map], from, [dx, dy])
  if (tile) return cellNear(place.layer, tile, from)
  return dx ? inLayer(layout, place, dx) : place
}

// Return the nearest place in the layer before or after.
function inLayer(layout, place, step) {
  const column = layout.columns[place.layer + step]
  if (!column) return place
  const from = middle(box(layout, place))
  const distance = (tile) => Math.hypot(middle(tile).x - from.x, middle(tile).y - from.y)
  const tile = column.tiles.reduce((best, each) => distance(each) < distance(best) ? each : best)
  return cellNear(column.layer, tile, from)
}

// Return the same cell in the map before or after.
function inMap(network, place, step) {
  const { maps } = network.sides(place.layer)
  return { ...place, map: Math.min(maps - 1, Math.max(0, place.map + step)) }
}

// Return the nearest tile straight ahead, if there is one.
function nearest(tiles, own, from, [dx, dy]) {
  let best = null
  let least = Infinity
  for (const tile of tiles) {
    const { x, y } = middle(tile)
    const ahead = (x - from.x) * dx + (y - from.y) * dy
    const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx)
    if (tile !== own && ahead > 0 && aside <= tile.width / 2 + 1 && ahead < least) {
      best = tile
      least = ahead
    }
  }
  return best
}

function cellNear(layer, { map, x, y, width, height, size }, from) {
  const last = (length, at) => Math.min(length / size - 1, Math.max(0, Math.floor(at / size)))
  return { layer, map, row: last(height, from.y - y), column: last(width, from.x - x) }
}

function walked(network, layout, place, { key, shiftKey }) {
  const [dx, dy] = ARROWS[key]
  if (!shiftKey) return beside(network, layout, place, [dx, dy])
  return dx ? inLayer(layout, place, dx) : inMap(network, place, dy)
}
