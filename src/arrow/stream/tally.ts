import { StreamRefusal } from './refusal.js'

/** How much an Arrow body may hold. */
export interface ArrowLimits {
  /** How many cells: rows × columns, and what is nested in them. */
  readonly cells?: number
  /** How many bytes its cells take once they are read, about; what stands in a dictionary counts for each row that has it. */
  readonly decodedBytes?: number
}

// Whatever the limits: a few bytes can say that there are a billion nulls, or that each row is the same long text.
const fewCells = 2 ** 20
const cellsPerByte = 16
const fewBytes = 2 ** 28
const bytesPerByte = 1024

/** What a column's part of a batch takes, without any cell. */
const chunkBytes = 1024
/** What a row takes as a record. */
const rowBytes = 64
/** What a part of a dictionary takes in each of the batches that come after it. */
const partBytes = 256

/** Counts what a stream holds, until it is more than it may be. */
export class Tally {
  private readonly cells: Allowance
  private readonly bytes: Allowance

  /** @param size how many bytes the stream has itself */
  constructor(limits: ArrowLimits, size: number) {
    this.cells = new Allowance(limits.cells, fewCells + cellsPerByte * size, size, 'more cells')
    this.bytes = new Allowance(limits.decodedBytes, fewBytes + bytesPerByte * size, size, 'more bytes once it is decoded')
  }

  /** A batch: its rows are records, and there is something of them even without columns. */
  addRows(rows: number, columns: number): void {
    if (columns === 0) this.addCells(rows)
    this.addBytes(rows * rowBytes)
  }

  /** A column's part of a batch, or what is nested in one. */
  addChunk(cells: number, bytes: number): void {
    this.addCells(cells)
    this.addBytes(chunkBytes + bytes)
  }

  /** The parts of a dictionary that grows. */
  addParts(parts: number): void {
    this.addBytes(parts * partBytes)
  }

  addBytes(bytes: number): void {
    this.bytes.spend(bytes)
  }

  private addCells(cells: number): void {
    this.cells.spend(cells)
  }
}

/** How much there may be of something. */
class Allowance {
  private readonly refusal: StreamRefusal
  private rest: number

  constructor(given: number | undefined, always: number, size: number, received: string) {
    this.rest = Math.min(given ?? always, always)
    const most = given === this.rest ? `at most ${given}` : `at most ${always} in a body of ${size} bytes`
    this.refusal = new StreamRefusal(most, received, [], 'too_many')
  }

  spend(amount: number): void {
    this.rest -= amount
    if (this.rest < 0) throw this.refusal
  }
}
