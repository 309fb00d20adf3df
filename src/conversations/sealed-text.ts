import { maskPersonalData, restorePersonalData } from '../llm/index.ts'
import type { MaskVault } from '../llm/types.ts'
import type { Vault } from '../shared/vault.ts'

export async function sealMasks(vault: Vault, masks: MaskVault): Promise<string | null> {
  const entries = [...masks.byPlaceholder]
  return entries.length === 0 ? null : vault.encrypt(JSON.stringify(entries))
}

export async function openMasks(vault: Vault, sealed: string | null): Promise<MaskVault> {
  const entries =
    sealed === null ? [] : (JSON.parse(await vault.decrypt(sealed)) as [string, string][])
  return {
    byPlaceholder: new Map(entries),
    byOriginal: new Map(entries.map(([placeholder, original]) => [original, placeholder])),
  }
}

/**
 * Masks a text with the conversation's placeholders and tells the new sealed map, or the old one when nothing was found.
 * Call it while holding the conversation's row lock.
 */
export async function maskIntoConversation(
  vault: Vault,
  input: { sealed: string | null; text: string },
): Promise<{ text: string; masks: MaskVault; sealed: string | null }> {
  const known = await openMasks(vault, input.sealed)
  const before = known.byPlaceholder.size
  const masked = maskPersonalData(input.text, { vault: known })
  const grew = masked.vault.byPlaceholder.size > before
  return {
    text: masked.text,
    masks: masked.vault,
    sealed: grew ? await sealMasks(vault, masked.vault) : input.sealed,
  }
}

/** Puts known placeholders back for storage. No detection: an official phone number in an answer is nobody's secret. */
export function maskKnown(text: string, masks: MaskVault): string {
  let out = text
  for (const [original, placeholder] of masks.byOriginal)
    out = out.replaceAll(original, placeholder)
  return out
}

export function unmask(text: string, masks: MaskVault): string {
  return masks.byPlaceholder.size === 0 ? text : restorePersonalData(text, masks)
}

/** Applies `change` to every string inside a JSON value. */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) return value.map((item: unknown) => mapStrings(item, change)) as T
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, mapStrings(item as unknown, change)]),
    ) as T
  }
  return value
}
