/** Headers and parameters of a URL that hold what nobody is to see. */
const secretName = /^(proxy-)?authorization$|cookie|key|token|secret|password|^code$|^sig(nature)?$/i

/** What is shorter hides nothing, and may be a word of any sentence. */
const shortestSecret = 6
/** So much of the beginning of a secret is known for it, too: some show no more. */
const telling = 16

/**
 * The key of a request, and whatever else in its headers and its URL is secret. Endpoints repeat what they were sent, in their answers
 * and headers, each in its own writing; nothing of that is to stand in an error.
 */
export class Secrets {
  private readonly headers: Headers
  private readonly url: URL
  private known: readonly Secret[] | undefined

  constructor(headers: Headers, url: URL) {
    this.headers = headers
    this.url = url
  }

  /** A text without the secrets. JSON stays JSON. */
  hide(text: string): string {
    // Most answers are no errors, and never ask.
    this.known ??= this.find()
    return this.known.reduce(hideSecret, text)
  }

  /** Headers without the secrets. */
  hideIn(headers: Headers): Headers {
    const copy = new Headers()
    headers.forEach((value, name) => {
      copy.append(name, this.hide(value))
    })
    return copy
  }

  private find(): readonly Secret[] {
    const secrets = new Set<string>()
    const add = (value: string, name: string) => {
      if (!secretName.test(name)) return
      // Of "Bearer …" the scheme is no secret.
      const secret = value.replace(/^[\w-]+ +/, '')
      if (secret.length >= shortestSecret) secrets.add(secret)
    }
    this.headers.forEach(add)
    this.url.searchParams.forEach(add)
    return [...secrets].map((secret) => {
      const chars = Array.from(secret)
      const each = new Map(chars.map((char) => [char, new RegExp(writingsOf(char), 'iy')]))
      const beginning = new RegExp(chars.slice(0, telling).map(writingsOf).join(''), 'gi')
      return { beginning, rest: chars.slice(telling).map((char) => each.get(char) as RegExp) }
    })
  }
}

/** A secret, by a pattern of its beginning, and of each character after it: one of a whole token is more than some engines compile. */
interface Secret {
  readonly beginning: RegExp
  readonly rest: readonly RegExp[]
}

function hideSecret(text: string, { beginning, rest }: Secret): string {
  let shown = ''
  let from = 0
  beginning.lastIndex = 0
  for (let found = beginning.exec(text); found !== null; found = beginning.exec(text)) {
    shown += `${text.slice(from, found.index)}...`
    from = beginning.lastIndex
    for (const next of rest) {
      next.lastIndex = from
      if (!next.test(text)) break
      from = next.lastIndex
    }
    beginning.lastIndex = from
  }
  return shown + text.slice(from)
}

/** The characters that HTML has names for. */
const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }

/** A pattern of a character as it is, and as JSON, URLs and HTML write it: `&`, `\u0026`, `%26`, `&amp;`. */
function writingsOf(char: string): string {
  const code = char.codePointAt(0) ?? 0
  const hex = code.toString(16)
  const unicode = `u${hex.padStart(4, '0')}`
  const encoded = encodeURIComponent(char)
  const writings = [
    `\\\\{0,8}\\${unicode}`,
    `\\\\{1,8}${unicode}`,
    encoded.length > 1 ? encoded : `%${hex.padStart(2, '0')}`,
    `&#(?:${code}|x0*${hex});`,
    ...(char in entities ? [`&${entities[char]};`] : []),
  ]
  return `(?:${writings.join('|')})`
}
