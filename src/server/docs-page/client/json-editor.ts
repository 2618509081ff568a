import { createMark, element, newId } from './dom.js'
import type { Editor } from './editor.js'
import { placeInText, readJson } from './json-text.js'

/** A text area for JSON. What is typed is what is sent: nothing is parsed and written again, so no digit is lost. */
export function createJsonEditor(text: string, hints: readonly string[] = []): Editor & { readonly control: HTMLTextAreaElement } {
  const rows = Math.min(20, Math.max(2, text.split('\n').length + 1))
  const control = element('textarea', { id: newId(), rows, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' })
  control.value = text
  const mark = createMark(control, hints)
  let typing: ReturnType<typeof setTimeout> | undefined
  control.addEventListener('input', () => {
    mark.clear()
    // While somebody types, most text is not JSON yet. Not on change: a message that comes when the button is pressed
    // would push the button away from under the pointer.
    clearTimeout(typing)
    typing = setTimeout(check, 700)
  })

  function check(): HTMLElement | undefined {
    clearTimeout(typing)
    mark.clear()
    const { problem } = readJson(control.value)
    if (problem === undefined) return undefined
    const message = `Not JSON at ${placeInText(control.value, problem.offset)}: ${problem.message}`
    mark.show(message)
    return control
  }

  return {
    element: element('div', {}, control, mark.element),
    control,
    text: () => control.value.trim(),
    check() {
      const wrong = check()
      // Whoever goes to the control finds the cursor at the place.
      const { problem } = readJson(control.value)
      if (problem !== undefined) control.setSelectionRange(problem.offset, Math.min(problem.offset + 1, control.value.length))
      return wrong
    },
    mark(_path, message) {
      mark.show(message)
      return control
    },
    clear: mark.clear,
  }
}
