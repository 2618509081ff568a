import { EntryScriptError, messageOf } from '../server/entry-script.js'

/**
 * Does what needs the script's own code, and says what failed when that throws.
 *
 * @param failure what to say, like "init of score.ts failed"
 * @throws EntryScriptError whose cause is what the script threw
 */
export async function scriptStep<T>(failure: string, step: () => T | Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    throw new EntryScriptError(`${failure}: ${messageOf(error)}`, { cause: error })
  }
}
