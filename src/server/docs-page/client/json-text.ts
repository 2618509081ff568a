/** JSON as it is written: each number and text keeps its characters, so that no digit of a large integer is lost. */
export type JsonNode = JsonToken | JsonGroup

/** A text, number, true, false or null. */
interface JsonToken {
  readonly token: string
  /** How many characters it takes on one line. */
  readonly width: number
}

interface JsonGroup {
  readonly open: '[' | '{'
  readonly members: readonly JsonMember[]
  readonly width: number
}

export interface JsonMember {
  /** The name, as it is written. */
  readonly key?: string
  readonly value: JsonNode
}

/** Where a text stops being JSON, and what is wrong there. */
export interface JsonProblem {
  readonly offset: number
  readonly message: string
}

export type JsonReading = { readonly node: JsonNode; readonly problem?: undefined } | { readonly problem: JsonProblem }

/** Reads JSON text; nothing in it is converted. */
export function readJson(text: string): JsonReading {
  const deepest = 1000
  const spaces = /[ \t\n\r]*/y
  const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
  let at = 0

  try {
    const node = readValue(0)
    if (peek() !== '') fail('expected the end')
    return { node }
  } catch (problem) {
    if (problem instanceof Error) throw problem
    return { problem: problem as JsonProblem }
  }

  function fail(message: string): never {
    throw { offset: at, message } satisfies JsonProblem
  }

  function match(pattern: RegExp): string {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }

  /** The next character that counts; nothing at the end. */
  function peek(): string {
    match(spaces)
    return text.charAt(at)
  }

  function readValue(depth: number): JsonNode {
    if (depth > deepest) fail('this is nested too deep')
    const char = peek()
    if (char === '[') return readGroup('[', ']', depth)
    if (char === '{') return readGroup('{', '}', depth)
    const token = char === '"' ? readText() : match(scalar)
    if (token === '') fail(char === '' ? 'expected a value, but the text ends' : 'expected a value')
    return { token, width: token.length }
  }

  function readGroup(open: '[' | '{', close: string, depth: number): JsonGroup {
    const members: JsonMember[] = []
    let width = 2
    at++
    if (peek() === close) at++
    else {
      for (;;) {
        const member = open === '[' ? { value: readValue(depth + 1) } : readMember(depth + 1)
        members.push(member)
        width += member.value.width + ('key' in member ? member.key.length + 2 : 0) + 2
        const next = peek()
        if (next !== ',' && next !== close) fail(`expected , or ${close}${next === '' ? ', but the text ends' : ''}`)
        at++
        if (next === close) break
      }
      width -= 2
    }
    return { open, members, width }
  }

  function readMember(depth: number): { key: string; value: JsonNode } {
    if (peek() !== '"') fail('expected a name in double quotes')
    const key = readText()
    if (peek() !== ':') fail('expected : after the name')
    at++
    return { key, value: readValue(depth) }
  }

  function readText(): string {
    const start = at
    for (at++; ; at++) {
      const char = text.charAt(at)
      if (char === '') fail('expected " at the end of the text')
      if (char < ' ') fail('a text cannot have a line break or control character, write \\n')
      if (char === '\\') {
        if (!/^(?:["\\/bfnrt]|u[\da-fA-F]{4})/.test(text.slice(at + 1, at + 6)))
          fail('expected one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000')
        at++
      } else if (char === '"') return text.slice(start, ++at)
    }
  }
}

/** Lays JSON out on lines of at most `width` characters, where that can be; undefined when the text is not JSON. */
export function formatJson(text: string, width = 80): string | undefined {
  const { node } = readJson(text) as { node?: JsonNode }
  return node && write(node, '', 0)

  /** @param used how much of the line is taken */
  function write(node: JsonNode, indent: string, used: number): string {
    if ('token' in node) return node.token
    if (node.members.length === 0 || used + node.width <= width) return flat(node)
    const inner = `${indent}  `
    const close = node.open === '[' ? ']' : '}'
    const isPlain = node.open === '[' && node.members.every(({ value }) => 'token' in value)
    const parts = node.members.map(({ key, value }) => {
      const name = key === undefined ? '' : `${key}: `
      return name + write(value, inner, inner.length + name.length + 1)
    })
    const lines = isPlain ? fill(parts, width - inner.length) : parts.map((part, index) => (index < parts.length - 1 ? `${part},` : part))
    return `${node.open}\n${lines.map((line) => inner + line).join('\n')}\n${indent}${close}`
  }

  function flat(node: JsonNode): string {
    if ('token' in node) return node.token
    const members = node.members.map(({ key, value }) => (key === undefined ? flat(value) : `${key}: ${flat(value)}`)).join(', ')
    return node.open === '[' ? `[${members}]` : `{${members}}`
  }

  /** As many numbers on a line as fit. */
  function fill(parts: readonly string[], room: number): string[] {
    const lines: string[] = []
    let line = ''
    parts.forEach((part, index) => {
      const next = index < parts.length - 1 ? `${part},` : part
      if (line !== '' && line.length + 1 + next.length > room) {
        lines.push(line)
        line = next
      } else line = line === '' ? next : `${line} ${next}`
    })
    return [...lines, line]
  }
}

/** Where an offset is, for people. */
export function placeInText(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n')
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
}

/** Whether a text is one JSON number. */
export function isJsonNumber(text: string): boolean {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)
}
