// Draws what picture.py describes. Layout, folding and words come from Python; here
// are the SVG, the line below it, the keys, and the scrolling.
const MARGIN = 8 // beside the first box that is in view
const HEAD = 30 // CSS pixels, as in frame.py
const HINT = "Point at a box: its kind, shape and dtype appear here."
const SVG = "http://www.w3.org/2000/svg"
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }

function add(parent, tag, attributes, text = "") {
  const made = parent.appendChild(document.createElementNS(SVG, tag))
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.textContent = text
  return made
}

function drawGround(svg, box) {
  const { x, y, width, height } = box
  const place = { x, y, width, height, rx: 6 }
  add(svg, "rect", { class: `ground ${box.state}`, ...place })
}

function drawBox(svg, box) {
  const { x, y, kind } = box
  const isFrame = kind === "frame"
  const group = add(svg, "g", {
    class: `box ${kind} ${box.state}`,
    transform: `translate(${x} ${y})`,
    role: "button",
    tabindex: -1,
    "aria-label": box.words,
  })
  group.dataset.name = box.name
  if (kind === "node") group.setAttribute("aria-pressed", box.state.includes("chosen"))
  else group.setAttribute("aria-expanded", isFrame)
  const size = isFrame
    ? { width: box.head, height: HEAD }
    : { width: box.width, height: box.height }
  if (kind === "group") add(group, "rect", { class: "under", rx: 6, ...size })
  add(group, "rect", { class: "body", rx: 6, ...size })
  if (isFrame) {
    const title = add(group, "text", { x: 10, y: 20 }, `− ${box.title}  `)
    add(title, "tspan", { class: "second" }, box.second)
  } else {
    const middle = { x: box.width / 2, "text-anchor": "middle" }
    add(group, "text", { ...middle, y: 20 }, box.title)
    add(group, "text", { ...middle, y: 36, class: "second" }, box.second)
  }
  return group
}

function drawEdge(svg, edge) {
  const path = add(svg, "path", {
    class: `edge ${edge.state}`,
    d: edge.path,
    "marker-end": "url(#arrow)",
  })
  return { ...edge, path }
}

function draw(svg, data) {
  svg.replaceChildren()
  for (const side of ["width", "height"]) svg.setAttribute(side, data[side])
  svg.setAttribute("role", "group")
  svg.setAttribute("aria-label", data.label)
  const marker = add(add(svg, "defs", {}), "marker", {
    id: "arrow", viewBox: "0 0 8 8", refX: 8, refY: 4,
    markerWidth: 7, markerHeight: 7, markerUnits: "userSpaceOnUse", orient: "auto",
  })
  add(marker, "path", { class: "arrow", d: "M0 0 L8 4 L0 8 Z" })
  for (const box of data.boxes) if (box.kind === "frame") drawGround(svg, box)
  const edges = data.edges.map((edge) => drawEdge(svg, edge))
  return { edges, groups: data.boxes.map((box) => drawBox(svg, box)) }
}

// The nearest box in a direction: sideways steps cost double.
function nearest({ boxes, box: height }, from, [dx, dy]) {
  const middle = (box) => [box.x + box.width / 2, box.y + Math.min(box.height, height) / 2]
  const [x, y] = middle(from)
  let best = null
  let least = Infinity
  for (const box of boxes) {
    const [otherX, otherY] = middle(box)
    const ahead = (otherX - x) * dx + (otherY - y) * dy
    const aside = Math.abs((otherX - x) * dy) + Math.abs((otherY - y) * dx)
    if (box !== from && ahead > 1 && ahead + 2 * aside < least) {
      best = box
      least = ahead + 2 * aside
    }
  }
  return best
}

export default function ({ data, parentElement, setTriggerValue }) {
  const view = parentElement.querySelector(".view")
  const svg = view.querySelector("svg")
  const about = parentElement.querySelector(".about")
  const state = (view.state ??= { at: null, focused: false, pressed: null })
  const { focused } = state // drawing anew takes the focus away
  const { edges, groups } = draw(svg, data)
  const boxes = new Map(data.boxes.map((box) => [box.name, box]))
  const groupOf = (name) => groups.find((group) => group.dataset.name === name)

  function leave() {
    about.textContent = HINT
    edges.forEach(({ path }) => path.classList.remove("near"))
  }

  function point(name) {
    about.textContent = boxes.get(name).about.join(" · ")
    for (const { source, target, path } of edges) {
      path.classList.toggle("near", source === name || target === name)
    }
  }

  function stand(name, focus) {
    for (const group of groups) group.setAttribute("tabindex", -1)
    const group = groupOf(name) ?? groups.at(0)
    if (!group) return
    state.at = group.dataset.name
    group.setAttribute("tabindex", 0)
    if (focus) group.focus({ preventScroll: true })
  }

  function press(name) {
    const box = boxes.get(name)
    state.pressed = { name, x: box.x - view.scrollLeft, y: box.y - view.scrollTop }
    stand(name, true)
    setTriggerValue("pressed", name)
  }

  for (const group of groups) {
    const { name } = group.dataset
    group.onclick = () => press(name)
    group.onpointerenter = () => point(name)
    group.onpointerleave = leave
    group.onfocus = () => {
      state.focused = true
      point(name)
      group.scrollIntoView({ block: "nearest", inline: "nearest" })
    }
    group.onblur = () => {
      state.focused = false
      leave()
    }
    group.onkeydown = (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault()
        press(name)
      } else if (ARROWS[event.key]) {
        event.preventDefault()
        const next = nearest(data, boxes.get(name), ARROWS[event.key])
        if (next) stand(next.name, true)
      }
    }
  }
  // What was pressed stays where it was on the screen, and keeps the focus. What was
  // chosen elsewhere comes into view, as does the middle of a drawing at first.
  const chosen = data.boxes.find((box) => box.state.includes("chosen"))
  const pressed = state.pressed && boxes.get(state.pressed.name)
  if (pressed) {
    view.scrollLeft = pressed.x - state.pressed.x
    view.scrollTop = pressed.y - state.pressed.y
  } else if (chosen && chosen.name !== state.chosen) {
    view.scrollLeft = chosen.x + (chosen.width - view.clientWidth) / 2
    view.scrollTop = chosen.y + (chosen.height - view.clientHeight) / 2
  } else if (!state.at) {
    const middle = (view.scrollWidth - view.clientWidth) / 2
    const cut = data.boxes.filter(
      ({ kind, x, width }) => kind !== "frame" && x < middle && x + width > middle,
    )
    // No box is cut at the left edge.
    view.scrollLeft = Math.min(middle, ...cut.map(({ x }) => x - MARGIN))
  }
  Object.assign(state, { pressed: null, chosen: chosen?.name })
  leave()
  stand(state.at ?? chosen?.name, focused)
}
