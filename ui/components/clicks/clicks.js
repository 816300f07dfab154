// Sends the value of what is clicked, or pressed with Enter or Space. The HTML comes
// and goes with each run of the page, so the document listens, and not the elements.
const WAYS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }
const WAIT = 3000 // milliseconds in which new HTML may take the place of the old

// A picture says in data-at which of its cells the pointer or the keys are at.
function valueOf(element) {
  const { pick, grid, at } = element.dataset
  if (grid === undefined) return pick
  return at ? `${pick} ${at}` : null
}

function move(event, element) {
  const group = element.closest("[data-picks]")
  if (!group) return
  const picks = [...group.querySelectorAll("[data-pick]")]
  const next = picks[picks.indexOf(element) + WAYS[event.key]]
  event.preventDefault()
  next?.focus()
}

// What had the focus gets it back where a run has drawn it anew.
function keepFocus(element) {
  const same = `[data-pick="${CSS.escape(element.dataset.pick)}"]`
  const observer = new MutationObserver(() => {
    if (element.isConnected) return
    const drawn = document.querySelector(same)
    if (!drawn) return
    drawn.focus({ preventScroll: true })
    observer.disconnect()
  })
  observer.observe(document.body, { childList: true, subtree: true })
  setTimeout(() => observer.disconnect(), WAIT)
}

export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.stopListening?.()
  const stop = new AbortController()
  const picked = (event) =>
    event.target.closest?.(`.st-key-${data.within} [data-pick]`)

  function send(element) {
    const value = valueOf(element)
    if (value) setTriggerValue("picked", value)
  }

  function onClick(event) {
    const element = picked(event)
    if (element) send(element)
  }

  function onKey(event) {
    const element = picked(event)
    if (!element || element !== event.target) return
    if (event.key in WAYS) {
      move(event, element)
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault()
      keepFocus(element)
      send(element)
    }
  }

  document.addEventListener("click", onClick, { signal: stop.signal })
  document.addEventListener("keydown", onKey, { signal: stop.signal })
  // Each run of the page calls this function again; only the last one listens.
  parentElement.stopListening = () => stop.abort()
  return parentElement.stopListening
}
