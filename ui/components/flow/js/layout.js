// Where everything is, in CSS pixels of the picture.
const HEIGHT = 400
const HEAD = 42 // for the titles of the columns
const LEAST = 580 // narrower than this, the picture scrolls
const WIDE = 800
const PAD = 8

// Pixels of a cell, tiles beside each other, and pixels between tiles.
const COLUMNS = [
  { cell: 2, wide: 4, across: 1, gap: 0 },
  { cell: 2, wide: 2, across: 1, gap: 8 },
  { cell: 3, wide: 4, across: 1, gap: 8 },
  { cell: 3, wide: 3, across: 2, gap: 6 },
  { cell: 5, wide: 6, across: 2, gap: 6 },
  { cell: 8, wide: 8, across: 3, gap: 2 },
  { cell: 8, wide: 8, across: 3, gap: 2 },
]
const OUTPUT = { width: 96, wide: 150, pitch: 40, unit: 14 }

function layOut(network, available) {
  const width = Math.max(LEAST, Math.floor(available))
  const isWide = width >= WIDE
  const columns = COLUMNS.map((column, layer) => tilesOf(network, layer, column, isWide))
  columns.push(outputs(network, isWide))
  const taken = columns.reduce((sum, column) => sum + column.width, 2 * PAD)
  const gap = (width - taken) / (columns.length - 1)
  let x = PAD
  for (const column of columns) {
    column.x = x
    column.gap = gap
    for (const tile of column.tiles) tile.x += x
    x += column.width + gap
  }
  return { width, height: HEAD + HEIGHT + PAD, columns, isWide }
}

// The tiles of one layer, row by row, in the middle of the height.
function tilesOf(network, layer, { cell, wide, across, gap }, isWide) {
  const size = isWide ? wide : cell
  const { rows, columns, maps } = network.sides(layer)
  const side = { width: columns * size, height: rows * size }
  const down = Math.ceil(maps / across)
  const isDense = rows === 1
  const free = (HEIGHT - down * side.height) / Math.max(1, down - 1)
  const pitch = side.height + (isDense ? gap : Math.min(free, isWide ? 20 : 12))
  const top = HEAD + (HEIGHT - (down - 1) * pitch - side.height) / 2
  const tiles = Array.from({ length: maps }, (_, map) => ({
    map,
    size,
    x: (map % across) * (side.width + gap),
    y: Math.round(top + Math.floor(map / across) * pitch),
    ...side,
  }))
  return { layer, tiles, isDense, across, width: across * (side.width + gap) - gap }
}

function outputs(network, isWide) {
  const layer = network.layers.length - 1
  const { maps } = network.sides(layer)
  const { unit, pitch, width, wide } = OUTPUT
  const top = HEAD + (HEIGHT - maps * pitch) / 2
  const tiles = Array.from({ length: maps }, (_, map) => ({
    map,
    size: unit,
    x: 0,
    y: top + map * pitch + (pitch - unit) / 2,
    width: unit,
    height: unit,
  }))
  return { layer, tiles, isDense: true, isOutput: true, across: 1, width: isWide ? wide : width }
}

// The cell of a place, as a rectangle; `side` cells from there on.
function box(layout, { layer, map, row, column }, side = 1) {
  const { x, y, size } = layout.columns[layer].tiles[map]
  return { x: x + column * size, y: y + row * size, width: side * size, height: side * size }
}

// The place at a point, or null. A dense unit's area ends where the next one begins.
function placeAt(layout, x, y) {
  for (const { layer, tiles, isDense, isOutput, width } of layout.columns) {
    for (const { map, size, ...tile } of tiles) {
      const margin = isOutput ? (OUTPUT.pitch - size) / 2 : isDense ? 1 : 0
      const right = isOutput ? width : tile.width
      const inside = x >= tile.x - margin && x < tile.x + right + margin &&
        y >= tile.y - margin && y < tile.y + tile.height + margin
      if (!inside) continue
      const last = (length, at) => Math.max(0, Math.min(length / size - 1, Math.floor(at / size)))
      return {
        layer,
        map,
        row: last(tile.height, y - tile.y),
        column: isOutput ? 0 : last(tile.width, x - tile.x),
      }
    }
  }
  return null
}

function middle({ x, y, width, height }) {
  return { x: x + width / 2, y: y + height / 2 }
}
