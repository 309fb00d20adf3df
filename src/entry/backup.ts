import { ArchiveError, createBackup, restoreBackup, type BackupReport } from '../backup/index.ts'
import type { NodePorts } from './node-ports.ts'

type Progress = { table: string; done: number; of: number; rows: number }
type Input = { positionals: readonly string[]; values: Record<string, unknown> }

const say = (line: string): void => void process.stderr.write(`${line}\n`)

const onTable = ({ table, done, of, rows }: Progress): void =>
  say(`[${done}/${of}] ${table}: ${rows}`)

const total = ({ rows, tables, tickets }: BackupReport): string =>
  `${rows} rows of ${tables} tables, ${tickets} tickets with their history chains`

/** `npm run backup -- <file>` */
export async function runBackup(ports: NodePorts, { positionals }: Input): Promise<number> {
  const [path] = positionals
  if (path === undefined) {
    say('Usage: npm run backup -- <file>')
    return 2
  }
  const report = await createBackup(ports, { path, onTable })
  say(`${path}: ${total(report)}.`)
  say(
    'SECRET_KEY is not in the file: without it names, phones and addresses cannot be read. Keep both, apart.',
  )
  return 0
}

/** `npm run restore -- <file> [--replace] [--other-key]` */
export async function runRestore(
  ports: NodePorts,
  { positionals, values }: Input,
): Promise<number> {
  const [path] = positionals
  if (path === undefined) {
    say('Usage: npm run restore -- <file> [--replace] [--other-key]')
    return 2
  }
  try {
    const report = await restoreBackup(ports, {
      path,
      replace: values['replace'] === true,
      otherKey: values['other-key'] === true,
      onTable,
    })
    say(`Restored ${total(report)}; row counts and chains are those of the archive.`)
    if (report.migrated.length > 0) say(`Then migrated: ${report.migrated.join(', ')}.`)
    return 0
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    const hint = {
      not_empty: ' Pass --replace to put the archive in its place.',
      other_key: ' Set the SECRET_KEY of that time, or pass --other-key and lose those fields.',
      newer: ' Use the version that wrote it, or a newer one.',
      damaged: '',
      not_a_backup: '',
    }[error.problem]
    say(`Not restored, nothing was changed: ${error.message}.${hint}`)
    return 1
  }
}
