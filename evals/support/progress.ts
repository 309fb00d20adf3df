/** A bar on a terminal, a line now and then in a log, nothing on standard output: that is for the result. */
export function progressBar(label: string, total: number): (done: number) => void {
  const started = Date.now()
  let shown = 0
  return (done) => {
    const now = Date.now()
    const finished = done >= total
    if (!finished && now - shown < (process.stderr.isTTY ? 100 : 10_000)) return
    shown = now
    const share = total === 0 ? 1 : done / total
    // The first cases wait for a database and say nothing about the others.
    const left = share > 0.02 ? Math.round(((now - started) * (1 - share)) / share / 1000) : 0
    const bar = '█'.repeat(Math.round(share * 24)).padEnd(24, '░')
    const line = `${label} ${bar} ${done}/${total}${finished || left === 0 ? '' : ` ${left} s left`}`
    process.stderr.write(
      process.stderr.isTTY ? `\r\u001B[K${line}${finished ? '\n' : ''}` : `${line}\n`,
    )
  }
}
