import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type Door = { url: string; shut(): void; open(): Promise<void>; close(): void }

/** A way to the database that can be shut as a restart shuts it: connections are reset, new ones refused. */
export async function doorTo(url: string): Promise<Door> {
  const behind = new URL(url)
  const sockets = new Set<Socket>()
  const server = createServer((outside) => {
    const inside = connect(Number(behind.port), behind.hostname)
    for (const [socket, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  const listen = (port: number): Promise<void> =>
    new Promise((settle) => server.listen(port, '127.0.0.1', settle))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const through = new URL(url)
  through.port = String(port)
  const shut = (): void => {
    server.close()
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return { url: through.href, shut, open: () => listen(port), close: shut }
}
