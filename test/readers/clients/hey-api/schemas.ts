export type { ServiceInput as Input, ServiceOutput as Output } from './sdk/index.js'
