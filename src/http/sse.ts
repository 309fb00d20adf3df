import { errorFields } from '../shared/logger.ts'
import type { HttpContext } from './env.ts'

/** `raw` goes out as it is: some protocols end a stream by a word that is no JSON. */
export type SseFrame =
  | { id?: string; event?: string; data: unknown }
  | { raw: string }
  | 'heartbeat'

const encoder = new TextEncoder()

function encodeFrame(frame: SseFrame): Uint8Array {
  if (frame === 'heartbeat') return encoder.encode(': keep-alive\n\n')
  if ('raw' in frame) return encoder.encode(`data: ${frame.raw}\n\n`)
  const id = frame.id === undefined ? '' : `id: ${frame.id}\n`
  const event = frame.event === undefined ? '' : `event: ${frame.event}\n`
  return encoder.encode(`${id}${event}data: ${JSON.stringify(frame.data)}\n\n`)
}

/**
 * Streams frames until the source ends or the client goes. Pull-based, so a slow client holds its own source back and
 * nothing piles up in memory. A failing source closes the stream; its terminal event is the source's own business.
 */
export function sseResponse(
  c: HttpContext,
  open: (signal: AbortSignal) => AsyncIterable<SseFrame>,
): Response {
  const abort = new AbortController()
  c.req.raw.signal.addEventListener('abort', () => abort.abort(), { once: true })
  const frames = open(abort.signal)[Symbol.asyncIterator]()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await frames.next()
        // The client may have gone while the source was waiting: a cancelled stream takes nothing more.
        if (abort.signal.aborted) return
        if (next.done === true) controller.close()
        else controller.enqueue(encodeFrame(next.value))
      } catch (error) {
        if (abort.signal.aborted) return
        c.env.ports.logger.log('error', 'stream.failed', {
          request_id: c.get('requestId'),
          ...errorFields(error),
        })
        controller.close()
      }
    },
    async cancel() {
      abort.abort()
      await frames.return?.()
    },
  })
  return c.body(body, 200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    // nginx buffers and gzips event streams unless told otherwise.
    'X-Accel-Buffering': 'no',
  })
}
