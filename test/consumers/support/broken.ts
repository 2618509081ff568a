import type { Consumer } from '../../../src/index.js'
import type { Draft } from './documents.js'

/** How a good document is broken, and where that is then reported. */
export type Broken = readonly [code: string, breakIt: (document: Draft) => void, pointer: string, place: string]

const input = '/definitions/ServiceInput/properties'
const output = '/definitions/ServiceOutput'
const inputs = (document: Draft) => document.definitions.ServiceInput.properties
const rows = (document: Draft) => inputs(document).Inputs.properties.houses
const columns = (document: Draft) => rows(document).items.properties
const score = (document: Draft) => document.paths['/score'].post

function rename(holder: Draft, from: string, to: string): void {
  holder[to] = holder[from]
  delete holder[from]
}

const everywhere: readonly Broken[] = [
  ['not_a_document', (document) => delete document.swagger, '', 'the document'],
  [
    'unresolved_reference',
    (document) => {
      document.definitions.Other = { $ref: '#/definitions/Nowhere' }
    },
    '/definitions/Other',
    'definitions.Other',
  ],
]

const noScore: Broken = ['no_score_operation', (document) => delete score(document).parameters, '/paths', 'paths']
const version3: Broken = [
  'not_swagger_2',
  (document) => {
    delete document.swagger
    document.openapi = '3.0.3'
  },
  '/openapi',
  'openapi',
]
const untypedColumn: Broken = [
  'column_untyped',
  (document) => {
    columns(document).area = { 'x-nullable': true }
  },
  `${input}/Inputs/properties/houses/items/properties/area`,
  'Inputs.houses[].area',
]

/** A broken document for each rule, and each place that it looks at; the good document that it was made from is the mended one. */
export const broken: Readonly<Record<Consumer, readonly Broken[]>> = {
  'power-bi': [
    ...everywhere,
    version3,
    noScore,
    untypedColumn,
    [
      'plain_form',
      (document) => {
        document.definitions.ServiceInput.properties = { data: rows(document) }
      },
      `${input}/data`,
      'data',
    ],
    [
      'parameter_ignored',
      (document) => {
        document.definitions.ServiceInput.properties = { data: rows(document), method: { type: 'string' } }
      },
      `${input}/method`,
      'method',
    ],
    [
      'column_nested',
      (document) => {
        columns(document).area = { type: 'array', items: { type: 'number' } }
        document.definitions.ServiceInput.properties = { data: rows(document) }
      },
      `${input}/data/items/properties/area`,
      'data[].area',
    ],
    ['inputs_missing', (document) => rename(inputs(document), 'Inputs', 'inputs'), `${input}/inputs`, 'inputs'],
    [
      'inputs_missing',
      (document) => {
        document.definitions.ServiceInput.properties = { data: { type: 'array', items: { type: 'array', items: { type: 'number' } } } }
      },
      '/definitions/ServiceInput',
      'the request',
    ],
    ['inputs_missing', (document) => rename(inputs(document), 'Inputs', 'houses'), '/definitions/ServiceInput', 'the request'],
    [
      'global_parameters_name',
      (document) => rename(inputs(document), 'GlobalParameters', 'global_parameters'),
      `${input}/global_parameters`,
      'global_parameters',
    ],
    [
      'parameter_ignored',
      (document) => {
        inputs(document).factor = { type: 'number' }
      },
      `${input}/factor`,
      'factor',
    ],
    [
      'results_missing',
      (document) => rename(document.definitions.ServiceOutput.properties, 'Results', 'results'),
      `${output}/properties/results`,
      'results',
    ],
    [
      'results_missing',
      (document) => {
        document.definitions.ServiceOutput = { type: 'array', items: { type: 'number' } }
      },
      output,
      'the answer',
    ],
    [
      'inputs_not_nested',
      (document) => {
        inputs(document).Inputs = rows(document)
      },
      `${input}/Inputs`,
      'Inputs',
    ],
    [
      'input_not_rows',
      (document) => {
        inputs(document).Inputs.properties.houses = { type: 'object', format: 'pandas.DataFrame:split', properties: {} }
      },
      `${input}/Inputs/properties/houses`,
      'Inputs.houses',
    ],
    [
      'input_not_rows',
      (document) => {
        rows(document).format = 'pandas.DataFrame:values'
      },
      `${input}/Inputs/properties/houses`,
      'Inputs.houses',
    ],
    ['input_untyped', (document) => delete rows(document).items.properties, `${input}/Inputs/properties/houses`, 'Inputs.houses'],
    [
      'columns_unnamed',
      (document) => {
        rows(document).items = { type: 'array', items: { type: 'number' } }
      },
      `${input}/Inputs/properties/houses`,
      'Inputs.houses',
    ],
    [
      'global_parameters_nested',
      (document) => {
        inputs(document).GlobalParameters.properties.factor = { type: 'array', items: { type: 'number' } }
      },
      `${input}/GlobalParameters/properties/factor`,
      'GlobalParameters.factor',
    ],
    [
      'column_nested',
      (document) => {
        columns(document).area = { type: 'object', properties: { value: { type: 'number' } } }
      },
      `${input}/Inputs/properties/houses/items/properties/area`,
      'Inputs.houses[].area',
    ],
    [
      'name_not_shown',
      (document) => rename(columns(document), 'area', 'area\u0007'),
      `${input}/Inputs/properties/houses/items/properties/area\u0007`,
      'Inputs.houses[]["area\\u0007"]',
    ],
    [
      'names_alike',
      (document) => {
        columns(document).Area = { type: 'number' }
      },
      `${input}/Inputs/properties/houses/items/properties/Area`,
      'Inputs.houses[].Area',
    ],
  ],
  automl: [
    ...everywhere,
    noScore,
    [
      'data_missing',
      (document) => rename(inputs(document).Inputs.properties, 'data', 'Data'),
      `${input}/Inputs/properties/Data`,
      'Inputs.Data',
    ],
    ['data_missing', (document) => rename(inputs(document), 'Inputs', 'inputs'), `${input}/inputs`, 'inputs'],
    ['data_missing', (document) => rename(inputs(document).Inputs.properties, 'data', 'rows'), `${input}/Inputs`, 'Inputs'],
    [
      'data_not_records',
      (document) => {
        inputs(document).Inputs.properties.data.items = { type: 'array', items: { type: 'number' } }
      },
      `${input}/Inputs/properties/data`,
      'Inputs.data',
    ],
    [
      'method_name',
      (document) => rename(inputs(document).GlobalParameters.properties, 'method', 'Method'),
      `${input}/GlobalParameters/properties/Method`,
      'GlobalParameters.Method',
    ],
    [
      'method_not_text',
      (document) => {
        inputs(document).GlobalParameters.properties.method = { type: 'integer' }
      },
      `${input}/GlobalParameters/properties/method`,
      'GlobalParameters.method',
    ],
    [
      'method_not_text',
      (document) => {
        inputs(document).GlobalParameters.properties.method.enum = ['classify']
      },
      `${input}/GlobalParameters/properties/method`,
      'GlobalParameters.method',
    ],
    [
      'results_missing',
      (document) => rename(document.definitions.ServiceOutput.properties, 'Results', 'results'),
      `${output}/properties/results`,
      'results',
    ],
    [
      'results_missing',
      (document) => {
        document.definitions.ServiceOutput = { type: 'array', items: { type: 'number' } }
      },
      output,
      'the answer',
    ],
    [
      'parameter_ignored',
      (document) => {
        inputs(document).factor = { type: 'number' }
      },
      `${input}/factor`,
      'factor',
    ],
  ],
  'stream-analytics': [
    ...everywhere,
    version3,
    noScore,
    untypedColumn,
    [
      'not_json',
      (document) => {
        document.consumes = ['application/octet-stream']
      },
      '/consumes',
      'consumes',
    ],
    [
      'not_json',
      (document) => {
        score(document).produces = ['text/csv']
      },
      '/paths/~1score/post/produces',
      'paths["/score"].post.produces',
    ],
    [
      'input_untyped',
      (document) => {
        document.definitions.ServiceInput = { type: 'object' }
      },
      '/definitions/ServiceInput',
      'the request',
    ],
    [
      'batch_missing',
      (document) => {
        inputs(document).Inputs.properties.houses = { type: 'object', format: 'pandas.DataFrame:columns', properties: {} }
      },
      `${input}/Inputs/properties/houses`,
      'Inputs.houses',
    ],
    [
      'result_untyped',
      (document) => {
        document.definitions.ServiceOutput = { type: 'object' }
      },
      output,
      'the answer',
    ],
    [
      'result_not_batch',
      (document) => {
        document.definitions.ServiceOutput = { type: 'number' }
      },
      output,
      'the answer',
    ],
  ],
  'power-platform': [
    ...everywhere,
    version3,
    noScore,
    [
      'too_large',
      (document) => {
        document.definitions.ServiceInput.example = 'é'.repeat(500_000)
      },
      '',
      'the document',
    ],
    ['operation_id_missing', (document) => delete score(document).operationId, '/paths/~1score/post', 'POST /score'],
    [
      'operation_id_repeated',
      (document) => {
        score(document).operationId = 'ServiceHealthCheck'
      },
      '/paths/~1score/post',
      'POST /score',
    ],
    [
      'operation_id_style',
      (document) => {
        score(document).operationId = 'run_service'
      },
      '/paths/~1score/post',
      'POST /score',
    ],
    ['summary_missing', (document) => delete score(document).summary, '/paths/~1score/post', 'POST /score'],
    ['success_missing', (document) => delete score(document).responses['200'], '/paths/~1score/post', 'POST /score'],
    ['host_missing', (document) => delete document.host, '', 'the document'],
    [
      'https_missing',
      (document) => {
        document.schemes = ['http']
      },
      '',
      'the document',
    ],
    [
      'security_several',
      (document) => {
        document.securityDefinitions.Basic = { type: 'basic' }
      },
      '/securityDefinitions',
      'securityDefinitions',
    ],
    [
      'client_credentials',
      (document) => {
        document.securityDefinitions = { OAuth: { type: 'oauth2', flow: 'application', tokenUrl: 'https://example.com' } }
      },
      '/securityDefinitions/OAuth',
      'securityDefinitions.OAuth',
    ],
    [
      'keyword_unknown',
      (document) => {
        columns(document).area = { anyOf: [{ type: 'number' }, { type: 'string' }] }
      },
      `${input}/Inputs/properties/houses/items/properties/area`,
      'definitions.ServiceInput.properties.Inputs.properties.houses.items.properties.area',
    ],
    [
      'schema_empty',
      (document) => {
        columns(document).area = { 'x-nullable': true }
      },
      `${input}/Inputs/properties/houses/items/properties/area`,
      'definitions.ServiceInput.properties.Inputs.properties.houses.items.properties.area',
    ],
    [
      'format_unknown',
      (document) => {
        columns(document).area.format = 'decimal'
      },
      `${input}/Inputs/properties/houses/items/properties/area`,
      'definitions.ServiceInput.properties.Inputs.properties.houses.items.properties.area',
    ],
    [
      'reference_elsewhere',
      (document) => {
        document.definitions.Other = { $ref: '#/definitions/ServiceInput/properties/Inputs' }
      },
      '/definitions/Other',
      'definitions.Other',
    ],
    [
      'reference_circle',
      (document) => {
        document.definitions.Tree = { type: 'object', properties: { left: { $ref: '#/definitions/Tree' } } }
      },
      '/definitions/Tree/properties/left',
      'definitions.Tree.properties.left',
    ],
  ],
}
