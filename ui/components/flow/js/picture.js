// The picture: a network and a digit, and the place that is lit.
const EXAMPLE_LAYER = 1 // one of its cells is lit before any is chosen
const STEP = 130 // milliseconds that the light takes to the next layer
const SPEAK_AFTER = 400 // milliseconds without another place

class Picture {
  constructor(root) {
    const names = ["view", "picture", "titles", "outputs", "networks", "panel", "spoken"]
    for (const name of names) this[name] = root.querySelector(`.${name}`)
    this.context = this.picture.querySelector("canvas").getContext("2d")
    this.chosen = "" // the network's name
    this.hovered = this.pinned = null
    this.observer = new ResizeObserver(() => this.network && this.place())
    this.observer.observe(this.view)
    this.wake = () => this.data && this.take(this.data)
    kept.waiting.add(this.wake)
  }

  end() {
    this.observer.disconnect()
    kept.waiting.delete(this.wake)
    cancelAnimationFrame(this.frame)
    clearTimeout(this.speaking)
  }

  // Take new data, or the same in another theme; weights may come after it.
  take(data) {
    this.data = data
    const { networks } = data
    const found = networks.find(({ name }) => name === this.chosen) ?? networks[0]
    const weights = kept.weights.get(found.weights)
    if (!weights) return
    this.chosen = found.name
    this.theme = themeOf(this.picture)
    this.scales = new Scales(data.scales)
    const isNew = this.values !== found.values
    this.values = found.values
    this.network = new Network(data.layers, floats(data.digit), floats(found.values), weights)
    this.bitmaps = bitmapsOf(this.network, this.scales)
    this.picture.setAttribute("aria-label", summaryOf(this.network))
    showNetworks(this)
    this.place()
    if (isNew) this.light()
  }

  // Give everything its place, for the width that there is.
  place() {
    this.layout = layOut(this.network, this.view.clientWidth)
    this.edges = edgesOf(this.network, this.layout)
    const { width, height } = this.layout
    const dense = Math.max(1, devicePixelRatio)
    const { canvas } = this.context
    Object.assign(canvas, { width: width * dense, height: height * dense })
    for (const { style } of [canvas, this.picture]) {
      Object.assign(style, { width: `${width}px`, height: `${height}px` })
    }
    this.context.setTransform(dense, 0, 0, dense, 0, 0)
    showTitles(this)
    showOutputs(this)
    this.show()
  }

  // Light the layers from left to right, once.
  light() {
    cancelAnimationFrame(this.frame)
    const last = this.network.layers.length
    const start = performance.now()
    const next = (now) => {
      this.progress = isStill() ? last : 1 + Math.max(0, now - start) / STEP
      this.paint()
      if (this.progress < last) this.frame = requestAnimationFrame(next)
    }
    next(start)
  }

  get spot() {
    return this.pinned ?? this.hovered
  }

  // Show the place that is lit: in the picture, in the panel, in words.
  show() {
    const place = this.spot ?? this.network.brightest(EXAMPLE_LAYER)
    this.explained = this.network.explain(place)
    this.paint()
    const lead = this.pinned ? "Kept:" : this.spot ? "" : "For example:"
    showPanel(this.panel, this.network, this.explained, this.scales, lead)
    this.picture.classList.toggle("pinned", !!this.pinned)
    clearTimeout(this.speaking)
    if (this.spot) this.speaking = setTimeout(() => this.speak(), SPEAK_AFTER)
  }

  speak() {
    const kept = this.pinned ? "Kept: " : ""
    this.spoken.textContent = kept + spokenOf(this.network, this.explained)
  }

  paint() {
    const { context, layout, edges, progress, theme, spot } = this
    context.clearRect(0, 0, layout.width, layout.height)
    const isLit = progress >= this.explained.place.layer + 1
    const lit = spot && isLit ? involved(this.explained) : null
    paintEdges(context, edges, progress, theme, !!lit)
    paintTiles(context, { ...this, lit })
    if (isLit) paintSpotlight(context, { ...this, isPinned: !!this.pinned })
    this.picture.classList.toggle("lit", progress >= this.network.layers.length - 1)
  }
}

function isStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches
}

// The names of the layers, above them.
function showTitles({ titles, layout, network }) {
  titles.replaceChildren(...layout.columns.map(({ layer, x, width }) => {
    const { name, shape, kind } = network.layers[layer]
    const [rows, columns, maps] = shape
    const size = kind === "dense" ? `${rows}` : `${maps > 1 ? `${maps} × ` : ""}${rows}×${columns}`
    const title = make("div", "", make("b", "", name), make("span", "", size))
    title.style.left = `${x + width / 2}px`
    return title
  }))
}

// The ten probabilities, beside their units.
function showOutputs({ outputs, layout, network }) {
  const { layer, tiles, width } = layout.columns.at(-1)
  const most = network.brightest(layer).map
  outputs.replaceChildren(...tiles.map(({ map, x, y, height, ...unit }) => {
    const probability = network.value({ layer, map, row: 0, column: 0 })
    const row = make("div", map === most ? "most" : "",
      make("b", "", `${map}`), make("span", "", share(probability)))
    row.style.setProperty("--share", probability)
    row.style.left = `${x + unit.width + 6}px`
    row.style.top = `${y + height / 2}px`
    row.style.width = `${width - unit.width - 6}px`
    return row
  }))
}

// A button for each network, where there are two.
function showNetworks(picture) {
  const { networks, data, chosen } = picture
  const names = data.networks.map(({ name }) => name)
  networks.hidden = names.length < 2
  networks.replaceChildren(...names.map((name) => {
    const button = make("button", "", name)
    button.setAttribute("aria-pressed", name === chosen)
    button.onclick = () => {
      picture.chosen = name
      picture.take(data)
      networks.querySelector("[aria-pressed=true]").focus()
    }
    return button
  }))
}
