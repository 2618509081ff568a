import { isArrowTable } from '../arrow/table.js'
import type { IssueLog } from '../errors/issue-log.js'
import { isPlainObject } from '../json/own.js'
import { arrowForm, arrowRows } from './arrow-frame.js'
import { arePairsMeant, columnsRows, isPairs, pairsRows } from './columns.js'
import { danfoForm, danfoRows, isDanfoFrame } from './danfojs-frame.js'
import type { FrameForm } from './frame-form.js'
import { columnsForm, pairsForm, recordsForm } from './plain-forms.js'
import { recordsRows } from './records.js'
import type { Rows } from './rows.js'

/** Whether a value is a frame by its class, whatever its content. */
export function isFrame(value: unknown): boolean {
  return isArrowTable(value) || isDanfoFrame(value)
}

/** Reads a frame that is one by its class; undefined after reporting what is wrong with it. */
export function frameRows(value: unknown, log: IssueLog): Rows | undefined {
  return isArrowTable(value) ? arrowRows(value, log) : isDanfoFrame(value) ? danfoRows(value) : undefined
}

/**
 * Reads a frame of any kind: by its class, an array of records, or columns, as an object or as a list of pairs. Undefined for what is
 * not a frame, and after reporting what is wrong with one.
 */
export function anyFrameRows(value: unknown, log: IssueLog): Rows | undefined {
  if (isFrame(value)) return frameRows(value, log)
  if (arePairsMeant(value)) return pairsRows(value, log)
  if (Array.isArray(value)) return recordsRows(value, log)
  return isPlainObject(value) ? columnsRows(value, log) : undefined
}

/**
 * The form that builds frames like a sample.
 *
 * @param mayInfer whether there may be columns whose types the sample does not show
 */
export function formOf(sample: unknown, mayInfer: boolean): FrameForm {
  if (isArrowTable(sample)) return arrowForm(sample, mayInfer)
  if (isDanfoFrame(sample)) return danfoForm(sample)
  if (isPairs(sample)) return pairsForm
  return Array.isArray(sample) ? recordsForm : columnsForm
}
