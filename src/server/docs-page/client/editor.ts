/** Something that a part of the request is edited with. */
export interface Editor {
  readonly element: HTMLElement
  /** The value as JSON text; undefined when it is left out. */
  text(): string | undefined
  /** Shows what cannot be sent; gives the first control with something wrong. */
  check(): HTMLElement | undefined
  /**
   * Shows what the server found wrong at a place in the value.
   *
   * @returns the control to go to
   */
  mark(path: readonly (string | number)[], message: string): HTMLElement
  /** Takes all marks away. */
  clear(): void
  /** The control that the editor's label is for; undefined when it has several. */
  readonly control?: HTMLElement
}
