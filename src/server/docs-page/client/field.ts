import type { FieldModel } from '../form-model.js'
import { element, newId } from './dom.js'
import type { Editor } from './editor.js'
import { createGridEditor } from './grid-editor.js'
import { createJsonEditor } from './json-editor.js'

/** A field of the form: a parameter, or a member of one. */
export interface Field extends Editor {
  readonly name: string
}

/** A field with its label, its type, and what it is edited with. */
export function createField(model: FieldModel): Field {
  const { name, words, canOmit } = model
  const hint = newId()
  const editor = createEditor(model, hint)
  const label =
    editor.control === undefined
      ? element('span', { class: 'name' }, element('code', {}, name))
      : element('label', { class: 'name', for: editor.control.id }, element('code', {}, name))
  const flag = element('strong', { class: 'flag', hidden: true }, 'needs a change')
  const send = element('input', { type: 'checkbox', checked: true, id: newId() })
  const omit = canOmit ? [element('label', { class: 'omit', for: send.id }, send, ` send ${name}`)] : []
  const box = element('fieldset', { class: 'field' }, element('legend', { class: 'unseen' }, name))
  box.append(
    element('div', { class: 'heading' }, label, ' ', flag, ...omit),
    element('p', { id: hint, class: 'type' }, words),
    editor.element,
  )
  send.addEventListener('change', () => {
    editor.element.hidden = !send.checked
    clear()
  })

  function flagged<Control extends HTMLElement | undefined>(control: Control): Control {
    if (control !== undefined) {
      flag.hidden = false
      box.classList.add('flagged')
    }
    return control
  }

  function clear(): void {
    flag.hidden = true
    box.classList.remove('flagged')
    editor.clear()
  }

  return {
    name,
    element: box,
    text: () => (send.checked ? editor.text() : undefined),
    check: () => (send.checked ? flagged(editor.check()) : undefined),
    mark(path, message) {
      const control = editor.mark(path, message)
      // What is not there cannot be gone to.
      return flagged(editor.element.hidden ? send : control)
    },
    clear,
  }
}

function createEditor(model: FieldModel, hint: string): Editor {
  switch (model.kind) {
    case 'json':
      return createJsonEditor(model.text, [hint])
    case 'grid':
      return createGridEditor(model, model.name, [hint])
    case 'group':
      return createGroup(model.fields)
  }
}

/** Fields that make one object together. */
export function createGroup(models: readonly FieldModel[]): Editor {
  const fields = models.map(createField)
  const box = element('div', { class: 'group', tabindex: '-1', id: newId() }, ...fields.map((field) => field.element))
  const rest = element('div', { class: 'problem', hidden: true })
  box.append(rest)
  return {
    element: box,
    text() {
      const members = fields.flatMap((field) => {
        const text = field.text()
        return text === undefined ? [] : [`${JSON.stringify(field.name)}: ${text}`]
      })
      const isLong = members.some((member) => member.includes('\n')) || members.join(', ').length > 80
      return isLong ? `{\n  ${members.join(',\n  ')}\n}` : `{${members.join(', ')}}`
    },
    check: () => fields.map((field) => field.check()).find((control) => control !== undefined),
    mark([name, ...path], message) {
      const field = fields.find((known) => known.name === name)
      if (field !== undefined) return field.mark(path, message)
      rest.append(element('p', {}, message))
      rest.hidden = false
      return box
    },
    clear() {
      rest.replaceChildren()
      rest.hidden = true
      for (const field of fields) field.clear()
    },
  }
}
