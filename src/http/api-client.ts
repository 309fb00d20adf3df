import { raisesAlarm } from '../answering/index.ts'
import {
  countApiKeyUse,
  requireApiKey,
  requireScope,
  type ApiKey,
  type ApiScope,
} from '../operations/index.ts'
import { LimitError } from '../shared/errors.ts'
import { bearerToken } from './body.ts'
import { serviceContext, type HttpContext } from './env.ts'

/** Who calls, by the key in the Authorization header. */
export async function apiClient(c: HttpContext, scope?: ApiScope): Promise<ApiKey> {
  const key = await requireApiKey(serviceContext(c), { key: bearerToken(c) })
  if (scope !== undefined) requireScope(key, scope)
  return key
}

/** Counts against the key's limits. A person in danger is answered over any limit (R-OPS-4): the gate costs no model. */
export async function limitClient(
  c: HttpContext,
  input: { key: ApiKey; text: string; history?: Parameters<typeof raisesAlarm>[1] },
): Promise<void> {
  try {
    await countApiKeyUse(serviceContext(c), input.key)
  } catch (error) {
    if (!(error instanceof LimitError) || !raisesAlarm(input.text, input.history)) throw error
  }
}
