// Serves the diabetes sample as a user would, shows its document, scores its request, and stops the server.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const path = (file) => fileURLToPath(new URL(file, import.meta.url))
const command = [path('../dist/cli/main.js'), 'serve', path('diabetes/score.ts'), '--port', '0', '--service-name', 'diabetes']
console.log('$ inference-schema serve samples/diabetes/score.ts --service-name diabetes')
const server = spawn(process.execPath, command, { stdio: ['ignore', 'inherit', 'pipe'] })
const ended = once(server, 'exit')

try {
  const url = await addressOf(server)
  const document = await (await fetch(`${url}/swagger.json`)).json()
  console.log(`\n$ curl ${url}/swagger.json`)
  console.log(
    `${document.info.title} ${document.info.version}, ServiceInput: ${JSON.stringify(document.definitions.ServiceInput.properties)}`,
  )

  const body = await readFile(path('diabetes/sample-request.json'), 'utf8')
  console.log(`\n$ curl ${url}/score -H 'content-type: application/json' -d '${body.replaceAll(/\s+/g, ' ').trim()}'`)
  await score(url, body, 200)
  console.log(`\n$ curl ${url}/score -H 'content-type: application/json' -d '{"data": [[1, 2, 3]]}'`)
  await score(url, '{"data": [[1, 2, 3]]}', 400)
} finally {
  server.kill('SIGTERM')
}
const [code] = await ended
process.exitCode = process.exitCode || code

async function addressOf(child) {
  for await (const line of createInterface({ input: child.stderr })) {
    console.log(line)
    const url = /http:\/\/[\d.]+:\d+/.exec(line)?.[0]
    if (url !== undefined) return url
  }
  throw new Error('the server did not start')
}

async function score(url, body, expected) {
  const answer = await fetch(`${url}/score`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  console.log(answer.status, await answer.text())
  if (answer.status !== expected) process.exitCode = 1
}
