import type { PageModel } from '../form-model.js'
import type { ScoreRequest } from './calls.js'
import { element, newId } from './dom.js'
import type { Editor } from './editor.js'
import { createGroup } from './field.js'
import { createJsonEditor } from './json-editor.js'

/** What the form is made of: the fields, and the request that they make. */
export interface RequestForm extends Pick<Editor, 'element' | 'check' | 'mark' | 'clear'> {
  request(url: string): ScoreRequest
}

/** The form for a page's model. */
export function createRequestForm(model: PageModel): RequestForm {
  if (model.kind === 'http') return createHttpForm(model.body)
  const editor = model.kind === 'body' ? createBody(model.body) : createGroup(model.fields)
  return { ...editor, request: (url) => ({ method: 'POST', url, contentType: 'application/json', body: editor.text() ?? '{}' }) }
}

/** One text area for all of the request. */
function createBody(body: string): Editor {
  const editor = createJsonEditor(body)
  return { ...editor, element: element('div', { class: 'field' }, labelled('Body (JSON)', editor.control), editor.element) }
}

/** Any request: for scripts that read HTTP themselves. */
function createHttpForm(text: string): RequestForm {
  const methods = ['POST', 'GET', 'OPTIONS']
  const method = element('select', { id: newId() }, ...methods.map((name) => element('option', {}, name)))
  const query = element('input', {
    id: newId(),
    type: 'text',
    placeholder: 'name=value&other=value',
    autocomplete: 'off',
    spellcheck: 'false',
  })
  const type = element('input', { id: newId(), type: 'text', value: 'application/json', autocomplete: 'off', spellcheck: 'false' })
  const body = element('textarea', { id: newId(), rows: 6, spellcheck: 'false' })
  body.value = text
  const ofBody = element('div', {}, labelled('Content type', type), type, labelled('Body', body), body)
  const hasBody = () => method.value !== 'GET'
  method.addEventListener('change', () => {
    ofBody.hidden = !hasBody()
  })
  return {
    element: element('div', { class: 'field' }, labelled('Method', method), method, labelled('Query', query), query, ofBody),
    check: () => undefined,
    mark: () => body,
    clear: () => undefined,
    request(url) {
      const search = query.value.trim().replace(/^\?/, '')
      const target = search === '' ? url : `${url}?${search}`
      if (!hasBody()) return { method: method.value, url: target }
      return {
        method: method.value,
        url: target,
        body: body.value,
        ...(type.value.trim() === '' ? {} : { contentType: type.value.trim() }),
      }
    },
  }
}

function labelled(text: string, control: HTMLElement): HTMLLabelElement {
  return element('label', { class: 'name', for: control.id }, text)
}
