import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { PreconditionError, TimeoutError, UpstreamError } from '../shared/errors.ts'
import { checkedLookup, isPublicAddress, PrivateAddressError } from './public-address.ts'
import { extensionOf, type SourceFile } from './read-source.ts'

const LARGEST_BODY = 30 * 1024 * 1024
const TIMEOUT_MS = 20_000
const MOST_REDIRECTS = 5

export type FetchOptions = {
  /** Tests run their server on the loopback; nobody else passes this. */
  mayConnect?: (address: string, port: number) => boolean
  timeoutMs?: number
  largestBody?: number
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new PreconditionError('document_url', `${text} is no http or https address`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new PreconditionError('document_url', 'an address with a password in it is not fetched')
  }
  return url
}

function open(url: URL, options: FetchOptions, deadline: AbortSignal): Promise<IncomingMessage> {
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const mayConnect = (address: string): boolean =>
    options.mayConnect?.(address, port) ?? isPublicAddress(address)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // A literal address is never looked up, so the check has to stand here too.
  if (isIP(host) !== 0 && !mayConnect(host)) throw new PrivateAddressError(host)
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((settle, reject) => {
    const outgoing = send(
      url,
      {
        lookup: checkedLookup(mayConnect),
        signal: deadline,
        headers: {
          accept: 'text/html,application/pdf,text/plain,*/*;q=0.5',
          'user-agent': 'grid-worker-ingest/1',
        },
      },
      settle,
    )
    outgoing.on('error', reject)
    outgoing.end()
  })
}

async function readBody(response: IncomingMessage, largest: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response) {
    if (!(part instanceof Uint8Array)) continue
    size += part.length
    if (size > largest) {
      response.destroy()
      throw new PreconditionError(
        'document_too_large',
        `is larger than ${Math.round(largest / 1_048_576)} MB`,
      )
    }
    parts.push(part)
  }
  return Buffer.concat(parts)
}

const EXTENSIONS: readonly (readonly [RegExp, string])[] = [
  [/^text\/html|xhtml/, '.html'],
  [/pdf/, '.pdf'],
  [/wordprocessingml/, '.docx'],
  [/spreadsheetml/, '.xlsx'],
  [/^text\/csv/, '.csv'],
  [/^text\/markdown/, '.md'],
]

function extensionFor(url: URL, contentType: string): string {
  const byType = EXTENSIONS.find(([pattern]) => pattern.test(contentType))?.[1]
  const byPath = extensionOf(url.pathname)
  // Servers call Markdown and CSV text/plain, and office files application/octet-stream: there the path knows better.
  return byType ?? (byPath === '' ? '.txt' : byPath)
}

async function follow(start: URL, options: FetchOptions, deadline: AbortSignal) {
  let url = start
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const response = await open(url, options, deadline)
    const status = response.statusCode ?? 0
    if (status >= 300 && status < 400 && response.headers.location !== undefined) {
      response.resume()
      url = parseUrl(new URL(response.headers.location, url).href)
      continue
    }
    if (status !== 200) {
      response.resume()
      throw new UpstreamError(`${url.href} answered ${status}`)
    }
    return { url, response }
  }
  throw new UpstreamError(`${start.href} redirects more than ${MOST_REDIRECTS} times`)
}

/** One document from the public web. Every hop is checked, and what it sends is bounded in time and size. */
export async function fetchDocument(
  address: string,
  options: FetchOptions = {},
): Promise<SourceFile & { charset: string | undefined }> {
  const deadline = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  try {
    const { url, response } = await follow(parseUrl(address), options, deadline)
    const bytes = await readBody(response, options.largestBody ?? LARGEST_BODY)
    const contentType = response.headers['content-type'] ?? ''
    return {
      name: address,
      uri: parseUrl(address).href,
      extension: extensionFor(url, contentType),
      charset: /charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1],
      read: async () => bytes,
    }
  } catch (error) {
    if (deadline.aborted) throw new TimeoutError(`${address} took too long`, { cause: error })
    if (error instanceof PreconditionError || error instanceof UpstreamError) throw error
    throw new UpstreamError(`${address} could not be fetched`, { cause: error })
  }
}
