import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What the model process tells; times are milliseconds since the epoch, comparable between processes of one machine. */
export type ModelReport =
  | { kind: 'ready'; baseUrl: string }
  | { kind: 'arrived'; stream: boolean; at: number }
  | { kind: 'sent'; name: string; at: readonly number[] }

/** Written into a question so that each stream has a text of its own. Letters only: a number is a claim to be checked. */
export const NAME = /编号([A-Z]{6})/

/** The words of a stream follow from its name, so that whoever knows the name can compare every one of them. */
export function sentenceOf(name: string, index: number): string {
  const letters = String.fromCharCode(65 + (index % 26)) + String.fromCharCode(65 + index / 26)
  return `解聘物业要提前书面通知（${name}·${letters}）。`
}

export function nameOf(index: number): string {
  return Array.from({ length: 6 }, (_, digit) =>
    String.fromCharCode(65 + (Math.floor(index / 26 ** digit) % 26)),
  ).join('')
}

export function now(): number {
  return performance.timeOrigin + performance.now()
}

export type PacedModel = {
  baseUrl: string
  reports: Exclude<ModelReport, { kind: 'ready' }>[]
  close(): void
}

/** A model server in a process of its own: every message is a question, every answer comes sentence by sentence at a fixed pace. */
export async function startPacedModel(pace: {
  sentences: number
  intervalMs: number
}): Promise<PacedModel> {
  const script = fileURLToPath(new URL('./paced-model-child.ts', import.meta.url))
  const child = fork(script, [String(pace.sentences), String(pace.intervalMs)])
  const reports: PacedModel['reports'] = []
  const baseUrl = await new Promise<string>((settle, reject) => {
    child.once('exit', (code) => reject(new Error(`the paced model stopped with ${code}`)))
    child.on('message', (message) => {
      const report = message as ModelReport
      if (report.kind === 'ready') settle(report.baseUrl)
      else reports.push(report)
    })
  })
  return { baseUrl, reports, close: () => child.disconnect() }
}
