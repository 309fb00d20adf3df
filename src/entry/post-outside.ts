import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { checkedLookup, isPublicAddress } from '../ingestion/public-address.ts'
import type { PostOutside } from '../ports.ts'
import { PreconditionError, TimeoutError } from '../shared/errors.ts'

/** The address that was checked is the one connected to; redirects come back as their status. */
export const postOutside: PostOutside = (url, input) => {
  const mayConnect = (address: string): boolean => input.allowPrivate || isPublicAddress(address)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !mayConnect(host)) {
    return Promise.reject(new PreconditionError('webhook_url', `${host} is not a public address`))
  }
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  const deadline = AbortSignal.timeout(input.timeoutMs)
  return new Promise((settle, reject) => {
    const outgoing = send(
      url,
      {
        method: 'POST',
        lookup: checkedLookup(mayConnect),
        signal: deadline,
        headers: { ...input.headers, 'content-length': Buffer.byteLength(input.body) },
      },
      (response) => {
        settle(response.statusCode ?? 0)
        // What a receiver says is not read: an endless body must not hold the connection.
        response.destroy()
      },
    )
    outgoing.on('error', (error) =>
      reject(deadline.aborted ? new TimeoutError('the receiver took too long') : error),
    )
    outgoing.end(input.body)
  })
}
