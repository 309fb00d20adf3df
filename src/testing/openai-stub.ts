import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createHash } from 'node:crypto'

/** What the stub does with one request. Text replies are streamed when the request asks for a stream. */
export type StubReply =
  | {
      kind: 'text'
      text: string
      chunkSize?: number
      intervalMs?: number
      usage?: boolean
      finishReason?: string
    }
  | { kind: 'status'; status: number; retryAfterSeconds?: number; body?: string }
  /** Accepts the request and never answers. */
  | { kind: 'stall' }
  /** Streams `text`, then hangs with the connection open. */
  | { kind: 'stall_mid'; text: string }
  | { kind: 'garbage' }
  /** Streams `text`, then a line that is no JSON. */
  | { kind: 'garbage_mid'; text: string }
  /** Streams `text` and drops the connection without a finish reason. */
  | { kind: 'cut_mid'; text: string }
  /** Drops the connection inside the bytes of one character. */
  | { kind: 'cut_mid_character'; text: string }
  /** Ends the stream politely, but without a finish reason. */
  | { kind: 'no_finish'; text: string }
  | { kind: 'empty' }

export type StubRequest = {
  path: string
  /** Exactly the bytes received: what R-PRV-1 is checked against. */
  raw: string
  body: {
    model?: string
    stream?: boolean
    messages?: { role: string; content: string }[]
    input?: string | string[]
    response_format?: { type: string }
    [key: string]: unknown
  }
  receivedAt: number
  /** Set when the client dropped the connection before the reply was whole. */
  aborted: boolean
}

export type OpenAiStub = {
  baseUrl: string
  rerankUrl: string
  requests: StubRequest[]
  /** Queued replies come first, one a request; then the standing one. */
  enqueue(...replies: StubReply[]): void
  answerWith(reply: StubReply | ((request: StubRequest) => StubReply)): void
  openConnections(): number
  close(): Promise<void>
}

const DIMENSIONS = 32

/** Equal texts get equal unit vectors; that is all a test of the door needs. */
export function stubVector(text: string, dimensions = DIMENSIONS): number[] {
  const bytes = createHash('sha512').update(text).digest()
  const raw = Array.from(
    { length: dimensions },
    (_, i) => (bytes[i % bytes.length] ?? 0) / 255 - 0.5,
  )
  const norm = Math.hypot(...raw)
  return raw.map((value) => value / norm)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

function pieces(text: string, size: number): string[] {
  const chars = [...text]
  return Array.from({ length: Math.ceil(chars.length / size) }, (_, i) =>
    chars.slice(i * size, (i + 1) * size).join(''),
  )
}

function line(model: string, delta: object, finishReason: string | null = null): string {
  const chunk = {
    id: 'chatcmpl-stub',
    object: 'chat.completion.chunk',
    created: 0,
    model,
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  }
  return `data: ${JSON.stringify(chunk)}\n\n`
}

function usageOf(prompt: string, text: string) {
  return {
    prompt_tokens: prompt.length,
    completion_tokens: text.length,
    total_tokens: prompt.length + text.length,
  }
}

function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
}

function writePieces(response: ServerResponse, model: string, text: string): void {
  for (const piece of pieces(text, 4)) response.write(line(model, { content: piece }))
}

async function streamText(
  response: ServerResponse,
  request: StubRequest,
  reply: Extract<StubReply, { kind: 'text' }>,
) {
  const model = request.body.model ?? 'stub'
  openStream(response)
  for (const piece of pieces(reply.text, reply.chunkSize ?? 4)) {
    if (response.destroyed) return
    response.write(line(model, { content: piece }))
    if (reply.intervalMs !== undefined)
      await new Promise((settle) => setTimeout(settle, reply.intervalMs))
  }
  response.write(line(model, {}, reply.finishReason ?? 'stop'))
  if (reply.usage !== false) {
    const usage = usageOf(request.raw, reply.text)
    response.write(
      `data: ${JSON.stringify({ id: 'chatcmpl-stub', object: 'chat.completion.chunk', created: 0, model, choices: [], usage })}\n\n`,
    )
  }
  response.end('data: [DONE]\n\n')
}

function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

function sendCompletion(
  response: ServerResponse,
  request: StubRequest,
  reply: Extract<StubReply, { kind: 'text' }>,
): void {
  sendJson(response, {
    id: 'chatcmpl-stub',
    object: 'chat.completion',
    created: 0,
    model: request.body.model ?? 'stub',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: reply.text },
        finish_reason: reply.finishReason ?? 'stop',
      },
    ],
    ...(reply.usage === false ? {} : { usage: usageOf(request.raw, reply.text) }),
  })
}

/** Half a stream and then the fault: the ways a model server breaks in mid-sentence. */
function breakStream(
  response: ServerResponse,
  model: string,
  reply: Extract<StubReply, { text: string }>,
): void {
  openStream(response)
  writePieces(response, model, reply.text)
  if (reply.kind === 'garbage_mid') response.end('data: {"choices": [{"del\n\ndata: \u0007\n\n')
  else if (reply.kind === 'no_finish') response.end()
  else if (reply.kind === 'cut_mid') setTimeout(() => response.destroy(), 20)
  else if (reply.kind === 'cut_mid_character') {
    const bytes = Buffer.from(line(model, { content: '网' }))
    const character = bytes.indexOf(Buffer.from('网'))
    response.write(bytes.subarray(0, character + 1))
    setTimeout(() => response.destroy(), 20)
  }
}

async function play(
  response: ServerResponse,
  request: StubRequest,
  reply: StubReply,
): Promise<void> {
  const model = request.body.model ?? 'stub'
  switch (reply.kind) {
    case 'text':
      if (request.body.stream === true) await streamText(response, request, reply)
      else sendCompletion(response, request, reply)
      return
    case 'status':
      response.writeHead(reply.status, {
        'content-type': 'application/json',
        ...(reply.retryAfterSeconds === undefined
          ? {}
          : { 'retry-after': String(reply.retryAfterSeconds) }),
      })
      response.end(
        reply.body ?? JSON.stringify({ error: { message: `stub ${reply.status}`, type: 'stub' } }),
      )
      return
    case 'stall':
      return
    case 'garbage':
      response.writeHead(200, {
        'content-type': request.body.stream === true ? 'text/event-stream' : 'application/json',
      })
      response.end('<html>bad gateway</html>')
      return
    case 'empty':
      openStream(response)
      response.end('data: [DONE]\n\n')
      return
    default:
      breakStream(response, model, reply)
  }
}

function sendEmbeddings(response: ServerResponse, request: StubRequest): void {
  const texts =
    typeof request.body.input === 'string' ? [request.body.input] : (request.body.input ?? [])
  const data = texts.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: stubVector(text),
  }))
  // Out of order on purpose: clients must go by `index`.
  sendJson(response, {
    object: 'list',
    data: data.toReversed(),
    model: request.body.model,
    usage: { prompt_tokens: 7, total_tokens: 7 },
  })
}

function sendRanking(response: ServerResponse, request: StubRequest): void {
  const documents = Array.isArray(request.body['documents']) ? request.body['documents'] : []
  const query = new Set(String(request.body['query'] ?? ''))
  const results = documents.map((document, index) => ({
    index,
    relevance_score: [...String(document)].filter((char) => query.has(char)).length,
  }))
  sendJson(response, { results: results.toSorted((a, b) => b.relevance_score - a.relevance_score) })
}

/** A model server that speaks the OpenAI wire protocol and fails in every way one can. */
export async function startOpenAiStub(): Promise<OpenAiStub> {
  const requests: StubRequest[] = []
  const queue: StubReply[] = []
  const sockets = new Set<Socket>()
  let standing: (request: StubRequest) => StubReply = () => ({ kind: 'text', text: '资料未载' })

  const server = createServer((incoming, response) => {
    void (async () => {
      const raw = await readBody(incoming)
      const request: StubRequest = {
        path: incoming.url ?? '',
        raw,
        body: raw === '' ? {} : JSON.parse(raw),
        receivedAt: performance.now(),
        aborted: false,
      }
      response.on('close', () => {
        request.aborted = !response.writableFinished
      })
      requests.push(request)
      const reply = queue.shift()
      if (request.path.endsWith('/embeddings') && reply === undefined)
        return sendEmbeddings(response, request)
      if (request.path.endsWith('/rerank') && reply === undefined)
        return sendRanking(response, request)
      await play(response, request, reply ?? standing(request))
    })()
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    rerankUrl: `http://127.0.0.1:${port}/v1/rerank`,
    requests,
    enqueue: (...replies) => void queue.push(...replies),
    answerWith(reply) {
      standing = typeof reply === 'function' ? reply : () => reply
    },
    openConnections: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((settle) => server.close(() => settle()))
    },
  }
}
