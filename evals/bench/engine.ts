import type { BenchDocument } from './corpus.ts'

export type Engine = {
  name: string
  index(documents: readonly BenchDocument[]): Promise<void>
  /** Ids, best first. */
  search(question: string, limit: number): Promise<string[]>
  /** Bytes that the index takes, where the engine can say. */
  bytes(): Promise<number | null>
  close(): Promise<void>
}
