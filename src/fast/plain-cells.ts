import { type CellReader, Refusal } from '../cells/cell.js'
import { Cells } from './cells.js'
import { numberEnd, readNumber } from './number.js'
import { gaveUp, isFalse, isNull, isTrue, quote } from './scan.js'
import { readString } from './text.js'

/** Cells that the decoder's own reader reads, one by one: dates, categories, whatever is held to constraints. */
export class PlainCells extends Cells {
  private readonly readCell: CellReader
  readonly values: unknown[] = []

  constructor(readCell: CellReader) {
    super('refused')
    this.readCell = readCell
  }

  override read(bytes: Uint8Array, at: number, row: number): number {
    return this.readPresent(bytes, at, row)
  }

  protected readPresent(bytes: Uint8Array, at: number, row: number): number {
    if (bytes[at] === quote) {
      const text = readString(bytes, at)
      return text === undefined ? gaveUp : this.put(text.value, row, text.end)
    }
    if (isNull(bytes, at)) return this.put(null, row, at + 4)
    if (isTrue(bytes, at)) return this.put(true, row, at + 4)
    if (isFalse(bytes, at)) return this.put(false, row, at + 5)
    const value = readNumber(bytes, at)
    // Larger integers have digits that a number does not hold.
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? this.put(value, row, numberEnd) : gaveUp
  }

  private put(value: unknown, row: number, end: number): number {
    const cell = this.readCell(value, true)
    if (cell instanceof Refusal) return gaveUp
    this.values[row] = cell
    return end
  }

  protected writeMissing(): void {}
}
