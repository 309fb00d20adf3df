import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { fetchDocument } from './fetch-url.ts'
import { isPublicAddress } from './public-address.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(listener: RequestListener): Promise<{ url: string; port: number }> {
  server = createServer(listener)
  await new Promise<void>((settle) => server?.listen(0, '127.0.0.1', settle))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port }
}

describe('isPublicAddress', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'localhost',
    '',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['8.8.8.8', '172.32.0.1', '203.0.112.1', '2400:3200::1'])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})

describe('fetchDocument', () => {
  it.each([
    'http://127.0.0.1:1/',
    'http://localhost:1/',
    'http://[::1]:1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:10.0.0.1]/',
  ])('refuses %s without a connection', async (address) => {
    await expect(fetchDocument(address)).rejects.toThrow(/not a public address/)
  })

  it.each([
    'ftp://example.org/a',
    'file:///etc/passwd',
    'http://u:p@example.org/',
    'javascript:alert(1)',
    'x',
  ])('refuses %s as an address', async (address) => {
    await expect(fetchDocument(address)).rejects.toMatchObject({ key: 'document_url' })
  })

  it('follows a redirect and names the format by what came', async () => {
    const { url, port } = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(302, { location: '/new' }).end()
      else response.writeHead(200, { 'content-type': 'text/html; charset=GBK' }).end('<h1>x</h1>')
    })
    const file = await fetchDocument(`${url}/old`, { mayConnect: (_, to) => to === port })
    expect(file).toMatchObject({ extension: '.html', charset: 'GBK', uri: `${url}/old` })
    expect(new TextDecoder().decode(await file.read())).toBe('<h1>x</h1>')
  })

  it('checks every hop: a public page cannot send us inside', async () => {
    const { url, port } = await serve((_, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:9/secret' }).end()
    })
    const going = fetchDocument(`${url}/`, { mayConnect: (_, to) => to === port })
    await expect(going).rejects.toThrow(/not a public address/)
  })

  it('stops a circle of redirects', async () => {
    const { url, port } = await serve((_, response) =>
      response.writeHead(302, { location: '/' }).end(),
    )
    const going = fetchDocument(url, { mayConnect: (_, to) => to === port })
    await expect(going).rejects.toThrow(/more than 5 times/)
  })

  it('stops at the size limit, however the length is declared', async () => {
    const { url, port } = await serve((_, response) => {
      response.writeHead(200)
      for (let at = 0; at < 40; at += 1) response.write('x'.repeat(1000))
      response.end()
    })
    const going = fetchDocument(url, { mayConnect: (_, to) => to === port, largestBody: 10_000 })
    await expect(going).rejects.toThrow(/larger than/)
  })

  it('stops waiting for a server that never finishes', async () => {
    const { url, port } = await serve((_, response) => response.writeHead(200).write('x'))
    const going = fetchDocument(url, { mayConnect: (_, to) => to === port, timeoutMs: 200 })
    await expect(going).rejects.toThrow(/took too long/)
  })

  it('says what the server answered', async () => {
    const { url, port } = await serve((_, response) => response.writeHead(404).end())
    const going = fetchDocument(url, { mayConnect: (_, to) => to === port })
    await expect(going).rejects.toThrow(/answered 404/)
  })
})
