import { serve } from '@hono/node-server'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { Ports } from '../ports.ts'
import type { HttpEnv } from './env.ts'
import { sseResponse, type SseFrame } from './sse.ts'

const pause = (ms: number) => new Promise((settle) => setTimeout(settle, ms))
const FRAMES = 4_000
/** Together far more than what sockets and streams hold on the way. */
const WORDS = '慢'.repeat(4_000)

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 10_000 && !holds(); waited += 20) await pause(20)
}

describe('a slow client', () => {
  it('holds back its own stream, loses nothing of it, and costs no memory', async () => {
    let made = 0
    let ended = false
    const logger: Ports['logger'] = { log: () => undefined }
    const app = new Hono<HttpEnv>()
    app.get('/stream', (c) =>
      sseResponse(c, async function* (): AsyncGenerator<SseFrame> {
        try {
          for (; made < FRAMES; made += 1) yield { id: String(made), data: { words: WORDS } }
        } finally {
          ended = true
        }
      }),
    )
    const server = serve({
      fetch: (request) => app.fetch(request, { ports: { logger } as Ports }),
      hostname: '127.0.0.1',
      port: 0,
    })
    await new Promise<void>((settle) => server.once('listening', settle))
    const { port } = server.address() as AddressInfo
    const open = () =>
      new Promise<IncomingMessage>((settle) => get(`http://127.0.0.1:${port}/stream`, settle))

    const slow = await open()
    slow.pause()
    // It reads nothing: what lies between it and the source fills, and then the source stands still.
    let before = -1
    await until(() => {
      const still = made === before
      before = made
      return still && made > 0
    })
    await pause(300)
    const held = made
    await pause(300)
    expect(made).toBe(held)
    expect(held).toBeLessThan(FRAMES)
    let bytes = 0
    let tail = ''
    slow.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      tail = (tail + chunk.toString('latin1')).slice(-40_000)
    })
    slow.resume()
    await new Promise((settle) => slow.once('end', settle))
    expect(bytes).toBeGreaterThan(FRAMES * WORDS.length * 3)
    expect(tail).toContain(`id: ${FRAMES - 1}\n`)
    expect(ended).toBe(true)

    made = 0
    ended = false
    const leaving = await open()
    leaving.pause()
    await until(() => made > 0)
    leaving.destroy()
    await until(() => ended)
    expect(ended).toBe(true)
    expect(made).toBeLessThan(FRAMES)
    await new Promise((settle) => server.close(settle))
  })
})
