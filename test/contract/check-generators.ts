import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { parseJson } from '../../src/json/parse.js'
import { documentAt, serve } from '../readers/support/live-server.js'
import type { Version } from '../readers/support/services.js'
import { installNpm, isThere, mustRun, openapiGenerator, pythonTool, workFolder } from './environment.js'
import { callOf, type Language } from './generated-calls.js'
import type { Report } from './report.js'
import { entryOf, scripts, versionsOf } from './scripts.js'

/** A document, and where what is made of it goes. */
interface Client {
  readonly folder: string
  readonly document: string
  readonly address: string
  readonly version: Version
  /** The example that the document has of what is sent. */
  readonly example: unknown
}

/** Generates a client, compiles it, and has it send the example; throws what goes wrong. */
type Generator = (client: Client) => Promise<unknown>

const generators: Readonly<
  Record<Language, { readonly needs: readonly (readonly [string, readonly string[]])[]; readonly make: Generator }>
> = {
  python: {
    needs: [
      ['python3', ['--version']],
      ['java', ['-version']],
    ],
    make: pythonClient,
  },
  'typescript-fetch': {
    needs: [
      ['python3', ['--version']],
      ['java', ['-version']],
    ],
    make: typescriptClient,
  },
  java: {
    needs: [
      ['python3', ['--version']],
      ['javac', ['-version']],
      ['mvn', ['-version']],
    ],
    make: javaClient,
  },
  go: {
    needs: [
      ['python3', ['--version']],
      ['java', ['-version']],
      ['go', ['version']],
    ],
    make: goClient,
  },
  'openapi-typescript': { needs: [], make: openapiTypescript },
  'hey-api': { needs: [], make: heyApi },
  orval: { needs: [], make: orval },
}

/** What a generator cannot do with a document, and why that is not the document's fault. */
const accepted: readonly { readonly generator: RegExp; readonly client: RegExp; readonly why: string }[] = [
  { generator: /^openapi-typescript$/, client: /-2\.0$/, why: 'It does not read Swagger 2.0' },
  {
    generator: /typescript|hey-api|orval/,
    client: /^bounded-/,
    why: 'JavaScript rounds integers beyond 2^53, which this script asks for alone',
  },
  {
    generator: /^(python|typescript-fetch|java|go|orval)$/,
    client: /^names-/,
    why: 'openapi-generator and orval write quotes in names as they are, which ends the text literals that they stand in',
  },
]

/** Has generators make clients of the documents, one version for each script in turn, or all of them. */
export async function checkGenerators(report: Report, names: readonly string[], allVersions: boolean): Promise<void> {
  const there = (Object.keys(generators) as Language[]).filter((name) => {
    const missing = generators[name].needs.filter(([command, args]) => !isThere(command, args)).map(([command]) => command)
    if (missing.length > 0) report.note(`${name} is left out: ${missing.join(', ')} is not there`)
    return missing.length === 0
  })
  for (const [position, name] of scripts.entries()) {
    if (names.length > 0 && !names.includes(name)) continue
    const server = await serve(entryOf(name))
    try {
      const versions = await versionsOf(server.address)
      for (const version of allVersions ? versions : versions.slice(position % versions.length).slice(0, 1)) {
        await checkDocument(report, there, `${name}-${version}`, version, server.address)
      }
    } finally {
      await server.stop()
    }
  }
}

async function checkDocument(
  report: Report,
  languages: readonly Language[],
  name: string,
  version: Version,
  address: string,
): Promise<void> {
  const text = await (await fetch(documentAt(address, version))).text()
  const example = exampleOf(text)
  const outcomes: string[] = []
  for (const language of languages) {
    if (accepted.some((entry) => entry.generator.test(language) && entry.client.test(name))) continue
    const folder = workFolder('clients', `${name}-${language}`)
    const document = join(folder, 'document.json')
    writeFileSync(document, text)
    try {
      await generators[language].make({ folder, document, address, version, example })
      outcomes.push(language)
    } catch (error) {
      report.failure(`${language} ${name}`, String(error).slice(0, 1500))
    }
  }
  console.log(`generators ${name}: ${outcomes.join(', ')} compile and are answered`)
}

interface Described {
  readonly paths: {
    readonly '/score': {
      readonly post: { readonly requestBody?: { readonly content: { readonly 'application/json': { readonly example: unknown } } } }
    }
  }
  readonly definitions?: { readonly ServiceInput: { readonly example: unknown } }
}

/** What the document shows of a request, with all digits. */
function exampleOf(text: string): unknown {
  const { paths, definitions } = parseJson(text) as Described
  return definitions === undefined
    ? paths['/score'].post.requestBody?.content['application/json'].example
    : definitions.ServiceInput.example
}

async function generate({ folder, document }: Client, language: string, options: string): Promise<void> {
  const args = [
    '-jar',
    await openapiGenerator(),
    'generate',
    '-i',
    document,
    '-g',
    language,
    '-o',
    folder,
    '--additional-properties',
    options,
  ]
  await mustRun('java', args, folder)
}

async function pythonClient(client: Client): Promise<void> {
  await generate(client, 'python', 'packageName=client')
  await mustRun(pythonTool('python'), ['-m', 'compileall', '-q', join(client.folder, 'client')], client.folder)
  writeFileSync(join(client.folder, 'call.py'), callOf('python', client))
  await mustRun(pythonTool('python'), ['call.py'], client.folder)
}

async function typescriptClient(client: Client): Promise<void> {
  await generate(client, 'typescript-fetch', 'importFileExtension=.js')
  await compileTypescript(client, 'typescript-fetch')
}

async function javaClient(client: Client): Promise<void> {
  await generate(client, 'java', 'library=native,useBeanValidation=true,openApiNullable=false,hideGenerationTimestamp=true')
  const libraries = join(import.meta.dirname, '.environment/java')
  // The libraries that its clients share: those of the first one.
  if (!existsSync(libraries)) {
    await mustRun('mvn', ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${libraries}`], client.folder)
  }
  writeFileSync(join(client.folder, 'Call.java'), callOf('java', client))
  const classpath = [`${libraries}/*`, 'classes', '.'].join(delimiter)
  const sources = (await mustRun('find', ['src/main/java', '-name', '*.java'], client.folder)).trim().split('\n')
  await mustRun('javac', ['-nowarn', '-proc:none', '-d', 'classes', '-cp', classpath, ...sources, 'Call.java'], client.folder)
  await mustRun('java', ['-cp', classpath, 'Call'], client.folder)
}

async function goClient(client: Client): Promise<void> {
  await generate(client, 'go', 'packageName=client,isGoSubmodule=false,withGoMod=true')
  mkdirSync(join(client.folder, 'example'))
  writeFileSync(join(client.folder, 'example', 'main.go'), callOf('go', client))
  await mustRun('rm', ['-rf', 'test'], client.folder)
  await mustRun('go', ['mod', 'tidy'], client.folder)
  await mustRun('go', ['vet', '.', './example'], client.folder)
  await mustRun('go', ['run', './example'], client.folder)
}

async function openapiTypescript(client: Client): Promise<void> {
  await tool(client, 'openapi-typescript', ['document.json', '-o', 'document.d.ts', '--default-non-nullable', 'false'])
  await compileTypescript(client, 'openapi-typescript')
}

async function heyApi(client: Client): Promise<void> {
  await tool(client, 'openapi-ts', ['-i', 'document.json', '-o', 'client', '-c', '@hey-api/client-fetch'])
  await compileTypescript(client, 'hey-api', 'bundler')
}

async function orval(client: Client): Promise<void> {
  await tool(client, 'orval', ['--input', './document.json', '--output', './client.ts', '--client', 'fetch'])
  await compileTypescript(client, 'orval', 'bundler')
}

async function tool({ folder }: Client, name: string, args: readonly string[]): Promise<void> {
  const installed = await installNpm(name === 'orval' ? 'orval' : 'tools')
  if (!existsSync(join(folder, 'node_modules'))) symlinkSync(join(installed, 'node_modules'), join(folder, 'node_modules'))
  await mustRun(join(installed, 'node_modules/.bin', name), args, folder)
}

/** Compiles a client strictly, with the call, and runs that. */
async function compileTypescript(client: Client, language: Language, resolution: 'nodenext' | 'bundler' = 'nodenext'): Promise<void> {
  const { folder } = client
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  writeFileSync(join(folder, 'call.ts'), callOf(language, client))
  const compilerOptions = {
    ...{ strict: true, skipLibCheck: true, target: 'ES2022', lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: ['node'] },
    ...{ module: resolution === 'bundler' ? 'ESNext' : 'NodeNext', moduleResolution: resolution },
    ...{ outDir: 'compiled', noEmit: resolution === 'bundler' },
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['call.ts'] }))
  await tool(client, 'tsc', ['-p', '.'])
  // What bundlers resolve, tsx does, too.
  const tsx = join(import.meta.dirname, '../../node_modules/.bin/tsx')
  if (resolution === 'bundler') await mustRun(tsx, ['call.ts'], folder)
  else await mustRun(process.execPath, ['compiled/call.js'], folder)
}
