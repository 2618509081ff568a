/** How a body is compressed; undefined when it is not. */
export function encodingOf(header: string | null | undefined): string | undefined {
  const encoding = header?.trim().toLowerCase()
  return encoding === undefined || encoding === '' || encoding === 'identity' ? undefined : encoding
}
