// Undo and Clear with words, always visible: the canvas's own buttons have no words
// and appear only under a mouse. These buttons press them.
const PRESSES = { undo: "Undo", clear: "Reset canvas & history" }

const looks = new CSSStyleSheet()
looks.replaceSync(`
  .dc-toolbar { display: none !important }
  .dc-canvas {
    outline-color: color-mix(in srgb, var(--st-text-color) 50%, transparent);
  }
`)

function canvasOf(key) {
  const inner = `.st-key-${key} [data-testid="stBidiComponentIsolated"]`
  const root = document.querySelector(inner)?.shadowRoot
  return root?.querySelector(".upper-canvas") ? root : null
}

function dress(root) {
  if (!root.adoptedStyleSheets.includes(looks)) root.adoptedStyleSheets.push(looks)
  const surface = root.querySelector(".upper-canvas")
  surface.setAttribute("role", "img")
  surface.setAttribute("aria-label", "Canvas: draw with the mouse or a finger")
}

export default function ({ data, parentElement }) {
  let next
  const dressWhenThere = () => {
    const root = canvasOf(data.canvas)
    if (root) dress(root)
    else next = requestAnimationFrame(dressWhenThere)
  }
  dressWhenThere()
  for (const [name, label] of Object.entries(PRESSES)) {
    parentElement.querySelector(`.${name}`).onclick = () =>
      canvasOf(data.canvas)?.querySelector(`[aria-label="${label}"]`)?.click()
  }
  return () => cancelAnimationFrame(next)
}
