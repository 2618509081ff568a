const write = process.stdout.write.bind(process.stdout)

/** Writes a result to standard output. */
export function writeResult(text: string): void {
  write(text)
}

/** Ends the process once everything written has gone out, whatever timers and connections the script has left open. */
export function exitAfterWriting(code: number): void {
  write('', () => process.exit(code))
}

/** Sends to standard error whatever else is written to standard output from now on: what a script prints is no result. */
export function keepOutputForResults(): void {
  process.stdout.write = process.stderr.write.bind(process.stderr)
  // Whoever reads the result may stop early (`| head`), and nobody need read what is written to standard error.
  process.stdout.on('error', () => process.exit(1))
  process.stderr.on('error', () => {})
}
