export { type Issue, type IssueCode, issueCodes, type Path } from '../errors/issue.js'
export { PayloadError, type PayloadErrorBody } from '../errors/payload-error.js'
export type { Answered } from './answered.js'
export { createClient } from './create-client.js'
export { EndpointError } from './endpoint-error.js'
export type {
  ArrowCallOptions,
  CallOptions,
  ClientLimits,
  ClientOptions,
  ClientSchemas,
  SchemaClientOptions,
  ScoringClient,
} from './options.js'
export type { Sendable, SendableInputs, SendablePayload } from './sendable.js'
