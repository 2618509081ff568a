import type { PageModel } from '../form-model.js'
import { listProblems, type Problem, send, showBody } from './answer.js'
import { copyText, curlCall, fetchCall, pythonCall } from './calls.js'
import { announce, button, byId } from './dom.js'
import { createRequestForm, type RequestForm } from './request-form.js'

const model = JSON.parse(byId('model').textContent ?? '') as PageModel
const url = new URL('score', document.baseURI).href
const formElement = byId('form')
const fields = byId('fields')
let requestForm: RequestForm
let isSending = false

startForm()
formElement.addEventListener('submit', (event) => {
  event.preventDefault()
  void score()
})
formElement.addEventListener('input', showCalls)
formElement.addEventListener('change', showCalls)
byId('reset').addEventListener('click', () => {
  startForm()
  announce('The sample is back.')
})
for (const id of ['curl', 'fetch', 'python']) byId(`call-${id}`).before(copyButton(byId(`call-${id}`)))

function startForm(): void {
  requestForm = createRequestForm(model)
  fields.replaceChildren(requestForm.element)
  listProblems([], 0)
  showBody(undefined)
  announce('Nothing has been sent yet.')
  showCalls()
}

function showCalls(): void {
  const request = requestForm.request(url)
  byId('call-curl').textContent = curlCall(request)
  byId('call-fetch').textContent = fetchCall(request)
  byId('call-python').textContent = pythonCall(request)
}

async function score(): Promise<void> {
  if (isSending) return
  requestForm.clear()
  listProblems([], 0)
  showBody(undefined)
  const wrong = requestForm.check()
  if (wrong !== undefined) {
    announce('Not sent: something in the form is not JSON.')
    wrong.focus()
    return
  }
  isSending = true
  byId('answer').setAttribute('aria-busy', 'true')
  announce('Sending …')
  try {
    const answer = await send(requestForm.request(url))
    const problems = answer.issues.map(
      ({ path, message }): Problem => ({ message, control: path.length === 0 ? undefined : requestForm.mark(path, message) }),
    )
    listProblems(problems, answer.moreIssues)
    showBody(answer.text)
    announce(
      `${answer.status}, ${answer.milliseconds.toFixed(answer.milliseconds < 10 ? 1 : 0)} ms${problemCount(problems.length + answer.moreIssues)}`,
    )
  } catch (error) {
    announce(`There is no answer: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    isSending = false
    byId('answer').removeAttribute('aria-busy')
  }
}

function problemCount(count: number): string {
  if (count === 0) return ''
  return count === 1 ? ', 1 problem:' : `, ${count} problems:`
}

function copyButton(shown: HTMLElement): HTMLButtonElement {
  const label = `Copy the ${shown.getAttribute('aria-label') ?? 'call'}`
  const made = button('Copy', () => {
    void copyText(shown.textContent ?? '', shown).then((isCopied) => {
      made.textContent = isCopied ? 'Copied' : 'Press Ctrl+C'
      setTimeout(() => {
        made.textContent = 'Copy'
      }, 2000)
    })
  })
  made.title = label
  made.classList.add('copy')
  return made
}
