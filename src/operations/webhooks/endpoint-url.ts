import { PreconditionError } from '../../shared/errors.ts'

const OWN_NAMES = /^(?:localhost|.*\.(?:localhost|local|internal|lan|home|intranet))$/
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/

/**
 * What an address says by itself; the Node sender checks what its name resolves to as well, on every attempt. A literal
 * address is never needed by a public receiver, so all of them count as private. Throws PreconditionError.
 */
export function checkEndpointUrl(text: string, allowPrivate: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new PreconditionError('webhook_url', `${text} is no http or https address`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new PreconditionError('webhook_url', 'an address with a password in it is not used')
  }
  if (allowPrivate) return url
  const host = url.hostname.toLowerCase().replace(/\.$/, '')
  if (url.protocol !== 'https:') {
    throw new PreconditionError('webhook_url', 'outside one’s own network only https is used')
  }
  if (host.startsWith('[') || IPV4.test(host) || OWN_NAMES.test(host) || !host.includes('.')) {
    throw new PreconditionError('webhook_url', `${host} is not a public name`)
  }
  return url
}
