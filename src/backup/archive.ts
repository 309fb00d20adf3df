import { createHash, type Hash } from 'node:crypto'
import { z } from 'zod'

// A backup is gzipped lines of JSON: a header, then each table's name and columns followed by its rows as arrays of text,
// then a footer with the counts and the SHA-256 of everything before it. Any line tool can read it.

export const FORMAT = 'grid-worker-backup'
export const VERSION = 1

export const headerSchema = z.object({
  format: z.literal(FORMAT),
  version: z.number().int(),
  created_at: z.string(),
  migrations: z.array(z.string()),
  /** Which key sealed the personal fields: without it they stay unreadable. */
  vault_key: z.string(),
})

export const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()).min(1) })

export const footerSchema = z.object({
  counts: z.record(z.string(), z.number().int()),
  chains: z.object({ tickets: z.number().int(), rows: z.number().int(), digest: z.string() }),
  sha256: z.string(),
})

export type Header = z.infer<typeof headerSchema>
export type Table = z.infer<typeof tableSchema>
export type Footer = z.infer<typeof footerSchema>
export type Row = readonly (string | null)[]

export type ArchiveProblem = 'damaged' | 'newer' | 'not_a_backup' | 'not_empty' | 'other_key'

/** The archive cannot be used here; nothing was written. */
export class ArchiveError extends Error {
  readonly problem: ArchiveProblem
  constructor(problem: ArchiveProblem, detail: string) {
    super(detail)
    this.name = 'ArchiveError'
    this.problem = problem
  }
}

export class LineHash {
  readonly #hash: Hash = createHash('sha256')
  add(line: string): string {
    this.#hash.update(line).update('\n')
    return line
  }
  digest(): string {
    return this.#hash.copy().digest('hex')
  }
}
