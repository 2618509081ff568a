/** What a check finds, said at the end; a failure ends the command with 1, what was left out does not. */
export class Report {
  readonly #failures: string[] = []
  readonly #notes: string[] = []

  failure(where: string, what: string): void {
    this.#failures.push(`${where}: ${what}`)
  }

  note(what: string): void {
    this.#notes.push(what)
  }

  /** Says everything, and whether all holds. */
  end(): boolean {
    for (const line of this.#notes) console.log(`note: ${line}`)
    for (const line of this.#failures) console.log(`FAILS ${line}`)
    console.log(this.#failures.length === 0 ? 'Everything holds' : `${this.#failures.length} things do not hold`)
    return this.#failures.length === 0
  }
}
