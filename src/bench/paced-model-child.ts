import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { NAME, now, sentenceOf, type ModelReport } from './paced-model.ts'

// Run by startPacedModel(): `paced-model-child.ts <sentences> <milliseconds between>`.

const [, , sentences = '1', intervalMs = '0'] = process.argv

function tell(report: ModelReport): void {
  process.send?.(report)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}

function understanding(text: string): object {
  return {
    intent: 'answer',
    standaloneQuestion: text,
    matters: [{ kind: 'question', text }],
    place: null,
    time: null,
    urgency: 'normal',
    emotion: 'calm',
    decline: null,
    declineDetail: null,
    clarify: null,
    trackNo: null,
    queryCode: null,
    confidence: 1,
    danger: null,
    dangerEvidence: null,
  }
}

function questionIn(messages: readonly { content: string }[]): string {
  const last = messages.at(-1)?.content ?? ''
  return (/<(?:message|question)>\s*([\s\S]*?)\s*<\//.exec(last)?.[1] ?? last).trim()
}

function chunkOf(content: string, finish: string | null): string {
  const choice = { index: 0, delta: { content }, finish_reason: finish }
  return `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 0, model: 'paced', choices: [choice] })}\n\n`
}

const CHARACTERS_A_CHUNK = 8

async function compose(response: ServerResponse, name: string): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const at: number[] = []
  for (let index = 0; index < Number(sentences); index += 1) {
    if (index > 0) await new Promise((settle) => setTimeout(settle, Number(intervalMs)))
    if (response.destroyed) return
    const chars = [...`${sentenceOf(name, index)}[S1]\n`]
    for (let from = 0; from < chars.length; from += CHARACTERS_A_CHUNK)
      response.write(chunkOf(chars.slice(from, from + CHARACTERS_A_CHUNK).join(''), null))
    at.push(now())
  }
  response.end(`${chunkOf('', 'stop')}data: [DONE]\n\n`)
  tell({ kind: 'sent', name, at })
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const at = now()
  const body = JSON.parse(await readBody(request)) as {
    stream?: boolean
    messages: { content: string }[]
  }
  const stream = body.stream === true
  tell({ kind: 'arrived', stream, at })
  const question = questionIn(body.messages)
  if (stream) return compose(response, NAME.exec(question)?.[1] ?? 'AAAAAA')
  const message = { role: 'assistant', content: JSON.stringify(understanding(question)) }
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({
      id: 'x',
      object: 'chat.completion',
      created: 0,
      model: 'paced',
      choices: [{ index: 0, message, finish_reason: 'stop' }],
    }),
  )
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy())
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  tell({ kind: 'ready', baseUrl: `http://127.0.0.1:${port}/v1` })
})
process.once('disconnect', () => process.exit(0))
