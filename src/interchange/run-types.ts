import type { Description } from '../description/description.js'
import type { Path } from '../errors/issue.js'
import { showValue } from '../errors/show.js'
import { setOwn } from '../json/own.js'
import type { AbstractParameterType } from '../parameter-types/abstract-parameter-type.js'
import { DescribedParameterType } from '../parameter-types/described-parameter-type.js'
import { problemAt } from './read.js'

/** Parameter types that were made of a model's own schema: what `defineRun` takes. */
export interface RunTypes {
  /** By the names of the parameters. */
  readonly inputs: Readonly<Record<string, AbstractParameterType>>
  /** What `run` returns; there is none where the schema says nothing of it. */
  readonly output?: AbstractParameterType
}

/** A type that no sample shows: its description is made of somebody's schema. */
export class DescribedType extends DescribedParameterType<unknown> {
  constructor(description: Description) {
    super(description.example, description)
  }
}

/** Any JSON value, null too. */
export const anyValue: Description = { kind: 'any', nullable: true, example: null }

/** A list of any length of values of one kind. */
export function listOf(item: Description): Description {
  return { kind: 'list', item, mixed: false, nullable: false, example: [item.example] }
}

/** An object whose members are described. */
export function objectOf(members: readonly { name: string; value: Description; required: boolean }[]): Description {
  const example: Record<string, Description['example']> = {}
  for (const { name, value } of members) setOwn(example, name, value.example)
  return { kind: 'object', fields: members, nullable: false, example }
}

/** Values by their names, where each name stands once. */
export class ByName<T> {
  readonly values: Record<string, T> = {}

  /** @param place where the name stands in the schema */
  set(name: string, value: T, place: Path): void {
    if (Object.hasOwn(this.values, name)) throw problemAt(place, `is ${showValue(name)}, a name that another has as well`)
    setOwn(this.values, name, value)
  }
}

/** What a run returns that has its results by name: an object of them, also where there is one. */
export function namedOutputs(outputs: ByName<AbstractParameterType>): AbstractParameterType {
  return new DescribedType(
    objectOf(Object.entries(outputs.values).map(([name, type]) => ({ name, value: type['~description'], required: true }))),
  )
}
