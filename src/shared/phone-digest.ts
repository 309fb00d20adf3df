import type { Vault } from './vault.ts'

/** Finds the tickets of one phone without storing it readable; spaces and dashes make no difference. */
export async function phoneDigest(
  vault: Pick<Vault, 'digest'>,
  phone: string | null,
): Promise<string | null> {
  return phone === null ? null : vault.digest(phone.replaceAll(/\D/g, ''))
}
