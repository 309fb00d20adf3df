import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { takeAway, type Protection } from './protection.ts'
import { runCommand } from './run-vitest.ts'
import type { WorkingCopy } from './working-copy.ts'

/** Rows that can be taken away together: no two of them stand in the same text. */
function together(root: string, protections: readonly Protection[]): Protection[][] {
  const waves: { rows: Protection[]; texts: Map<string, string> }[] = []
  for (const row of protections) {
    const fits = waves.some(({ rows, texts }) => {
      const text = texts.get(row.file) ?? readFileSync(join(root, row.file), 'utf8')
      if (text.split(row.find).length !== 2) return false
      texts.set(row.file, takeAway(text, row))
      rows.push(row)
      return true
    })
    if (fits) continue
    const text = takeAway(readFileSync(join(root, row.file), 'utf8'), row)
    waves.push({ rows: [row], texts: new Map([[row.file, text]]) })
  }
  return waves.map(({ rows }) => rows)
}

/** Faults of type by file: a row that does not compile proves nothing. What is left over unused is no fault. */
export async function findTypeFaults(
  copy: WorkingCopy,
  protections: readonly Protection[],
): Promise<ReadonlyMap<string, string>> {
  const faults = new Map<string, string>()
  const written = protections.filter(({ file }) => file.endsWith('.ts'))
  for (const wave of together(copy.root, written)) {
    const output = await copy.withoutAll(wave, () =>
      runCommand(copy.root, ['node_modules/typescript/bin/tsc', '--noEmit']),
    )
    for (const [, file = '', why = ''] of output.matchAll(/^(\S+?)\(\d+,\d+\): error (.+)$/gm)) {
      for (const row of wave.filter((one) => one.file === file)) faults.set(row.id, why)
    }
  }
  return faults
}
