// Shows where a cell of a picture is, and its value: under the mouse, below a finger,
// or at the arrow keys. All of it is in the picture's attributes: see cells.py.
const STEPS = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] }
const BESIDE = 14 // CSS pixels between the pointer and the tip

// The cell at a pixel of the picture; null in a gap, and outside.
function cellAt(grid, x, y) {
  const [height, width] = grid.tile
  const [across, down] = [x / (width + grid.gap), y / (height + grid.gap)].map(Math.floor)
  const [column, row] = [x - across * (width + grid.gap), y - down * (height + grid.gap)]
  const tile = down * grid.across + across
  const inside = x >= 0 && y >= 0 && column < width && row < height
  if (!inside || across >= grid.across || tile >= grid.count) return null
  const places = { row, column, down, across, tile }
  const index = [row, column, down, across].reduce(
    (sum, place, axis) => sum + place * grid.strides[axis], 0,
  )
  const words = grid.words.replace(/{(\w+)}/g, (_, name) => places[name])
  return { index, words }
}

function pixelAt(picture, event) {
  const { left, top, width, height } = picture.getBoundingClientRect()
  return [
    Math.floor(((event.clientX - left) / width) * picture.naturalWidth),
    Math.floor(((event.clientY - top) / height) * picture.naturalHeight),
  ]
}

function textOf(picture, { index, words }) {
  const value = picture.dataset.values?.split(" ")[index]
  return value === undefined ? words : `${words}: ${value}`
}

export default function ({ parentElement }) {
  parentElement.stopReading?.()
  const app = document.querySelector(".stApp")
  const [tip, mark] = ["cell-tip", "cell-mark"].map((name) => {
    const made = app.appendChild(document.createElement("div"))
    made.className = name
    made.hidden = true
    return made
  })
  tip.setAttribute("role", "status")
  let shown = null // the picture, and the pixel in it
  let isFirstTap = false
  const pictureOf = (event) => event.target.closest?.("[data-grid]")

  function hide() {
    if (shown) delete shown.picture.dataset.at
    shown = null
    tip.hidden = mark.hidden = true
  }

  // Put the mark on the cell, and the tip where it covers neither it nor the edge.
  function place(picture, x, y) {
    const box = picture.getBoundingClientRect()
    const [width, height] = [box.width / picture.naturalWidth, box.height / picture.naturalHeight]
    const [left, top] = [box.left + x * width, box.top + y * height]
    Object.assign(mark.style, {
      left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`,
    })
    tip.hidden = mark.hidden = false
    const room = innerWidth - tip.offsetWidth - BESIDE
    const above = top - tip.offsetHeight - BESIDE
    tip.style.left = `${Math.max(0, Math.min(left + width, room))}px`
    tip.style.top = `${above > 0 ? above : top + height + BESIDE}px`
  }

  function show(picture, [x, y]) {
    const cell = cellAt(JSON.parse(picture.dataset.grid), x, y)
    if (!cell) return hide()
    if (shown && shown.picture !== picture) hide()
    shown = { picture, x, y }
    picture.dataset.at = cell.index
    tip.textContent = textOf(picture, cell)
    place(picture, x, y)
  }

  function onMove(event) {
    if (event.pointerType === "touch") return
    const picture = pictureOf(event)
    if (picture) show(picture, pixelAt(picture, event))
    else if (shown && shown.picture !== document.activeElement) hide()
  }

  // A first tap shows a cell; a second one on it is a click.
  function onDown(event) {
    isFirstTap = false
    if (event.pointerType !== "touch") return
    const picture = pictureOf(event)
    const before = picture?.dataset.at
    if (picture) show(picture, pixelAt(picture, event))
    else hide()
    isFirstTap = picture && picture.dataset.at !== before
  }

  function onClick(event) {
    if (isFirstTap && pictureOf(event)) event.stopPropagation()
  }

  function onFocus(event) {
    if (event.target.matches("[data-grid]:focus-visible")) show(event.target, [0, 0])
  }

  function onKey(event) {
    const step = STEPS[event.key]
    const picture = pictureOf(event)
    if (!step || !picture) return
    event.preventDefault()
    if (shown?.picture !== picture) return show(picture, [0, 0])
    const grid = JSON.parse(picture.dataset.grid)
    const here = cellAt(grid, shown.x, shown.y)
    let [x, y] = [shown.x, shown.y]
    do { // over a gap, and over the other pixels of this cell
      x += step[0]
      y += step[1]
      const next = cellAt(grid, x, y)
      if (next && next.index !== here.index) return show(picture, [x, y])
    } while (x >= 0 && y >= 0 && x < picture.naturalWidth && y < picture.naturalHeight)
  }

  function onScroll() {
    if (!shown) return
    if (shown.picture === document.activeElement) place(shown.picture, shown.x, shown.y)
    else hide()
  }

  const stop = new AbortController()
  const on = (name, act, capture) =>
    document.addEventListener(name, act, { signal: stop.signal, capture })
  on("pointermove", onMove)
  on("pointerdown", onDown)
  on("click", onClick, true)
  on("focusin", onFocus)
  on("focusout", (event) => event.target === shown?.picture && hide())
  on("keydown", onKey)
  on("scroll", onScroll, true)
  // A run of the page may draw the picture anew, or another one in its place.
  const gone = new MutationObserver(() => shown && !shown.picture.isConnected && hide())
  gone.observe(app, { childList: true, subtree: true })
  parentElement.stopReading = () => {
    stop.abort()
    gone.disconnect()
    tip.remove()
    mark.remove()
  }
  return parentElement.stopReading
}
