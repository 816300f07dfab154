// The component: one picture for each place on the page, and its pointer and keys.
const kept = (globalThis.lenetFlow ??= { weights: new Map(), waiting: new Set() })
const pictures = new WeakMap()

function isSame(one, other) {
  return !!one && !!other && ["layer", "map", "row", "column"].every((k) => one[k] === other[k])
}

function listen(shown) {
  const { picture } = shown
  const under = ({ clientX, clientY }) => {
    const { left, top } = picture.getBoundingClientRect()
    return shown.network ? placeAt(shown.layout, clientX - left, clientY - top) : null
  }
  const hover = (place) => {
    if (!shown.network || shown.hovered === place || isSame(shown.hovered, place)) return
    shown.hovered = place
    if (!shown.pinned) shown.show()
  }
  const keep = (place) => {
    if (!shown.network) return
    shown.pinned = isSame(shown.pinned, place) ? null : place
    shown.show()
  }
  // Between two maps, the last cell stays lit.
  picture.onpointermove = (event) => hover(under(event) ?? shown.hovered)
  picture.onpointerleave = () => hover(null)
  picture.onclick = (event) => keep(under(event))
  picture.onblur = () => hover(null)
  picture.onkeydown = (event) => press(shown, event, keep)
}

function press(shown, event, keep) {
  if (!shown.network || event.ctrlKey || event.altKey || event.metaKey) return
  const place = shown.spot ?? shown.explained.place
  if (event.key === "Escape") shown.pinned = null
  else if (event.key === "Enter" || event.key === " ") return keep(place), event.preventDefault()
  else if (ARROWS[event.key]) {
    const next = shown.spot ? walked(shown.network, shown.layout, place, event) : place
    if (shown.pinned) shown.pinned = next
    shown.hovered = next
    reveal(shown, next)
  } else return
  event.preventDefault()
  shown.show()
}

// Scroll the picture, not the page, to a place.
function reveal({ view, layout }, place) {
  const { x, width } = box(layout, place)
  const margin = 100
  view.scrollLeft = Math.max(
    Math.min(view.scrollLeft, x - margin), x + width + margin - view.clientWidth,
  )
}

export default function ({ data, parentElement }) {
  if (!pictures.has(parentElement)) {
    pictures.set(parentElement, new Picture(parentElement))
    listen(pictures.get(parentElement))
  }
  const shown = pictures.get(parentElement)
  shown.take(data)
  return () => {
    shown.end()
    pictures.delete(parentElement)
  }
}
