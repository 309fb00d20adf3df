import { lookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { PreconditionError } from '../shared/errors.ts'

// Two lists: in one, Node takes the rule for mapped addresses to mean every IPv4 address.
const PRIVATE_4 = new BlockList()
const PRIVATE_6 = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE_4.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE_6.addSubnet(network, prefix, 'ipv6')

/** Inside the operator's network, or no place at all: nothing there is a public document. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return family === 4 ? !PRIVATE_4.check(address, 'ipv4') : !PRIVATE_6.check(address, 'ipv6')
}

/** The address that was checked is the address connected to, so a name cannot change its mind in between. */
export function checkedLookup(mayConnect: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const refused = addresses?.find(({ address }) => !mayConnect(address))
      const first = addresses?.[0]
      if (error !== null) callback(error, '', 0)
      else if (refused !== undefined || first === undefined)
        callback(new PrivateAddressError(hostname), '', 0)
      else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

export class PrivateAddressError extends PreconditionError {
  constructor(host: string) {
    super('document_url_private', `${host} is not a public address`)
  }
}
