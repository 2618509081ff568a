import { isArrowTable } from '../arrow/table.js'
import type { IssueLog } from '../errors/issue-log.js'
import { arrowForm, arrowRows } from './arrow-frame.js'
import { danfoForm, danfoRows, isDanfoFrame } from './danfojs-frame.js'
import type { FrameForm } from './frame-form.js'
import { columnsForm, recordsForm } from './plain-forms.js'
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
 * The form that builds frames like a sample.
 *
 * @param mayInfer whether there may be columns whose types the sample does not show
 */
export function formOf(sample: unknown, mayInfer: boolean): FrameForm {
  if (isArrowTable(sample)) return arrowForm(sample, mayInfer)
  if (isDanfoFrame(sample)) return danfoForm(sample)
  return Array.isArray(sample) ? recordsForm : columnsForm
}
