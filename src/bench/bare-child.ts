import { serve } from '@hono/node-server'
import { Hono } from 'hono'

// The ceiling of this machine: one route of the same framework that does nothing. Run by the service bench.

const app = new Hono()
app.get('/', (c) => c.json({ ok: true }))
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`http://127.0.0.1:${port}\n`)
})
