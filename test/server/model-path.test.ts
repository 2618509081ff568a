import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { listModels, ModelPathError, modelPath } from '../../src/server/index.js'
import { makeProject } from '../support/project.js'

const before = process.env['AZUREML_MODEL_DIR']

afterEach(() => {
  if (before === undefined) delete process.env['AZUREML_MODEL_DIR']
  else process.env['AZUREML_MODEL_DIR'] = before
})

/** Makes AZUREML_MODEL_DIR a folder with these files; gives its path. */
function modelDirectory(files: Record<string, string>, path = 'azureml-models'): string {
  const project = makeProject(Object.fromEntries(Object.entries(files).map(([name, content]) => [join(path, name), content])))
  const directory = join(project, path)
  process.env['AZUREML_MODEL_DIR'] = directory
  return directory
}

/** What modelPath fails with: its message. */
function failure(...args: Parameters<typeof modelPath>): string {
  try {
    return `found ${modelPath(...args)}`
  } catch (error) {
    if (error instanceof ModelPathError) return error.message
    throw error
  }
}

const several = {
  'diabetes/2/model.onnx': 'second',
  'diabetes/10/model.onnx': 'tenth',
  'iris/1/saved/weights.bin': '',
  'iris/1/saved/labels.json': '',
  'text/3/a.bin': '',
  'text/3/b.bin': '',
}

describe('modelPath among several models', () => {
  it('gives the greatest version by number, or the one asked for', () => {
    const directory = modelDirectory(several)
    expect(modelPath('diabetes')).toBe(join(directory, 'diabetes/10/model.onnx'))
    expect(readFileSync(modelPath('diabetes'), 'utf8')).toBe('tenth')
    expect(modelPath('diabetes', 2)).toBe(join(directory, 'diabetes/2/model.onnx'))
    expect(modelPath('diabetes', '2')).toBe(modelPath('diabetes', 2))
  })

  it('gives the folder of a model that is no single file', () => {
    const directory = modelDirectory(several)
    expect(modelPath('iris')).toBe(join(directory, 'iris/1'))
    expect(modelPath('text')).toBe(join(directory, 'text/3'))
  })

  it('passes over hidden files', () => {
    const directory = modelDirectory({ 'iris/1/model.onnx': '', 'iris/1/.amlignore': '', 'iris/.DS_Store': '', '.DS_Store': '' })
    expect(modelPath('iris')).toBe(join(directory, 'iris/1/model.onnx'))
  })

  it('says which models and versions there are', () => {
    const directory = modelDirectory(several)
    expect(failure('cats')).toBe(`there is no model "cats" in ${directory}, which holds diabetes, iris and text`)
    expect(failure('diabetes', 3)).toBe(
      `there is no version "3" of the model "diabetes" in ${directory}, which holds it in the versions 2 and 10`,
    )
    expect(failure('iris', 9)).toBe(`there is no version "9" of the model "iris" in ${directory}, which holds it in version 1`)
    expect(failure()).toBe(`modelPath() needs the name of a model, because ${directory} holds diabetes, iris and text`)
  })

  it('finds the only one without its name', () => {
    const directory = modelDirectory({ 'iris/1/m.onnx': '', 'iris/2/m.onnx': '' })
    expect(modelPath()).toBe(join(directory, 'iris/2/m.onnx'))
  })

  it('finds versions next to other files, and versions that are no numbers', () => {
    const directory = modelDirectory({ 'README.md': '', 'iris/1/m.onnx': '', 'iris/2/m.onnx': '', 'cats/v2/m.onnx': '' })
    expect(modelPath('iris')).toBe(join(directory, 'iris/2/m.onnx'))
    expect(modelPath('iris', 1)).toBe(join(directory, 'iris/1/m.onnx'))
    expect(modelPath('cats', 'v2')).toBe(join(directory, 'cats/v2/m.onnx'))
  })
})

describe('modelPath of one model', () => {
  it('gives its file where Azure ML puts it, with or without its name and version', () => {
    const directory = modelDirectory({ 'model.onnx': '' }, 'azureml-models/diabetes/4')
    for (const path of [modelPath(), modelPath('diabetes'), modelPath('diabetes', 4), modelPath('model'), modelPath('model.onnx')])
      expect(path).toBe(join(directory, 'model.onnx'))
    expect(failure('diabetes', 5)).toBe(`there is no version "5" of the model "diabetes" in ${directory}, which holds it in version 4`)
    expect(failure('cats')).toBe(`there is no model "cats" in ${directory}, which holds model.onnx`)
  })

  it('gives the folder that holds its folder or files', () => {
    const directory = modelDirectory({ 'saved/weights.bin': '', 'saved/labels.json': '' }, 'azureml-models/iris/1')
    expect(modelPath()).toBe(directory)
    expect(modelPath('iris')).toBe(directory)
    expect(modelPath('saved')).toBe(join(directory, 'saved'))
  })

  it('does not take a saved model with a version inside for several models', () => {
    const directory = modelDirectory({ 'saved_model/1/saved_model.pb': '' }, 'azureml-models/iris/7')
    expect(listModels()).toEqual([{ name: 'iris', version: '7', path: directory }])
  })

  it('finds files of a folder on the developer’s machine by name', () => {
    const directory = modelDirectory({ 'iris.onnx': '', 'cats.onnx': '', 'dogs.onnx': '', 'dogs.json': '' }, 'models')
    expect(modelPath('iris')).toBe(join(directory, 'iris.onnx'))
    expect(modelPath('dogs.json')).toBe(join(directory, 'dogs.json'))
    expect(failure('dogs')).toContain('there is no model "dogs"')
    expect(failure('models', 1)).toBe(
      `there is no version "1" of the model "models" in ${directory}, which holds it without saying its version`,
    )
  })

  it('takes a relative folder from where the process runs', () => {
    process.env['AZUREML_MODEL_DIR'] = 'samples/diabetes'
    expect(modelPath('diabetes-ridge')).toBe(join(process.cwd(), 'samples/diabetes/diabetes-ridge.onnx'))
  })
})

describe('without models', () => {
  it.each([undefined, ''])('says that AZUREML_MODEL_DIR is not set: %j', (value) => {
    if (value === undefined) delete process.env['AZUREML_MODEL_DIR']
    else process.env['AZUREML_MODEL_DIR'] = value
    const message = 'AZUREML_MODEL_DIR is not set, so there are no models; Azure ML sets it, and on your machine serve --model-dir DIR does'
    expect(failure('diabetes')).toBe(message)
    expect(listModels()).toEqual([])
  })

  it('says that the folder is not there, is a file, or is empty', () => {
    const directory = modelDirectory({ 'model.onnx': '', 'empty/.keep': '' })
    for (const [path, problem] of [
      ['missing', 'no folder'],
      ['model.onnx', 'no folder'],
      ['empty', 'empty'],
    ] as const) {
      process.env['AZUREML_MODEL_DIR'] = join(directory, path)
      expect(failure()).toBe(`AZUREML_MODEL_DIR is ${JSON.stringify(join(directory, path))}, which is ${problem}`)
      expect(listModels()).toEqual([])
    }
  })
})

describe('a name that climbs out', () => {
  it.each(['../secret', '..', '.', 'a/b', 'a\\b', '/etc', 'a\0b', ''])('is refused: %j', (name) => {
    modelDirectory(several)
    expect(failure(name)).toBe(`the model's name is ${JSON.stringify(name)}, expected a name without a path`)
    expect(failure('diabetes', name)).toBe(`the model's version is ${JSON.stringify(name)}, expected a version without a path`)
  })

  it('is refused when it is no text', () => {
    modelDirectory(several)
    expect(failure(5 as unknown as string)).toBe("the model's name is 5, expected a name without a path")
  })
})

describe('listModels', () => {
  it('lists them by name and version', () => {
    const directory = modelDirectory(several)
    expect(listModels()).toEqual([
      { name: 'diabetes', version: '2', path: join(directory, 'diabetes/2/model.onnx') },
      { name: 'diabetes', version: '10', path: join(directory, 'diabetes/10/model.onnx') },
      { name: 'iris', version: '1', path: join(directory, 'iris/1') },
      { name: 'text', version: '3', path: join(directory, 'text/3') },
    ])
  })

  it('lists one model by the path of its folder', () => {
    const directory = modelDirectory({ 'model.onnx': '' }, 'models')
    expect(listModels()).toEqual([{ name: 'models', version: undefined, path: join(directory, 'model.onnx') }])
  })
})
