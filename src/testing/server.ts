import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { createApp } from '../app.ts'
import { nodeAssets } from '../entry/assets-node.ts'
import type { Ports } from '../ports.ts'

/** The app on a real port, as a browser meets it. */
export async function serveApp(ports: Ports): Promise<{ base: string; close(): Promise<void> }> {
  const app = createApp()
  const assets = nodeAssets()
  const server = serve({
    fetch: (request) => app.fetch(request, { ports, assets, clientAddress: '127.0.0.1' }),
    hostname: '127.0.0.1',
    port: 0,
  })
  await new Promise<void>((settle) => server.once('listening', settle))
  const { port } = server.address() as AddressInfo
  return {
    base: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((settle) => {
        server.close(() => settle())
        // Live event streams stay open by design.
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
