// Copies the address as it is at this moment: a click on a setting has changed it.

// Without HTTPS, as on a teacher's laptop, there is no navigator.clipboard.
function copySelected(text) {
  const field = document.body.appendChild(document.createElement("textarea"))
  field.value = text
  field.select()
  const copied = document.execCommand("copy")
  field.remove()
  return copied
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copySelected(text)
  }
}

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  const label = parentElement.querySelector(".label")
  const holds = parentElement.querySelector(".holds")
  holds.textContent = data.holds
  button.onclick = async () => {
    const address = window.location.href
    const copied = await copy(address)
    button.focus()
    label.textContent = copied ? "Copied" : "Not copied"
    holds.textContent = copied ? data.holds : `Copy it from here: ${address}`
    button.classList.add("pressed")
  }
  // It says so until the visitor goes on with something else.
  button.onblur = () => {
    label.textContent = "Copy link"
    holds.textContent = data.holds
    button.classList.remove("pressed")
  }
}
