/** A JSON value. Integers beyond 2^53 are bigints where digits must not be lost. */
export type JsonValue = null | boolean | number | bigint | string | JsonValue[] | { [key: string]: JsonValue }
