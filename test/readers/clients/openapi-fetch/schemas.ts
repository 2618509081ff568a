import type { components } from './document.js'

export type Input = components['schemas']['ServiceInput']
export type Output = components['schemas']['ServiceOutput']
