type Attribute = string | number | boolean | undefined

/** Makes an element. Texts become text nodes: nothing on this page is ever read as HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value))
  }
  made.append(...children)
  return made
}

let lastId = 0

/** An id that no other element has; names of parameters and columns never become one. */
export function newId(): string {
  lastId += 1
  return `made-${lastId}`
}

export function button(label: string, press: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button' }, label)
  made.addEventListener('click', press)
  return made
}

/** The element of the page's own HTML with an id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`The page has no element ${id}`)
  return found
}

/** Says something to those who hear the page. */
export function announce(message: string): void {
  byId('status').textContent = message
}

/** The place where what is wrong with a control is said. */
export interface Mark {
  readonly element: HTMLElement
  /** Adds a message; the control is invalid from then on. */
  show(message: string): void
  clear(): void
}

/** @param hints ids of what else describes the control */
export function createMark(control: HTMLElement, hints: readonly string[] = []): Mark {
  const id = newId()
  const box = element('div', { id, class: 'problem', hidden: true })
  const describe = (ids: readonly string[]) => {
    if (ids.length > 0) control.setAttribute('aria-describedby', ids.join(' '))
    else control.removeAttribute('aria-describedby')
  }
  describe(hints)
  return {
    element: box,
    show(message) {
      box.append(element('p', {}, message))
      box.hidden = false
      control.classList.add('wrong')
      // A group cannot be invalid, only what is in it.
      if (control.getAttribute('role') !== 'group') control.setAttribute('aria-invalid', 'true')
      describe([...hints, id])
    },
    clear() {
      box.replaceChildren()
      box.hidden = true
      control.classList.remove('wrong')
      control.removeAttribute('aria-invalid')
      describe(hints)
    },
  }
}
