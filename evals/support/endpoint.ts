const KEYS = ['OPENAI_BASE_URL', 'OPENAI_API_KEY', 'CHAT_MODEL', 'MODEL_TIMEOUT_MS'] as const

/** The settings of the real endpoint for the live tier; the deterministic one never reads them. */
export function endpointFromEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const found = KEYS.flatMap((key) => {
    const value = environment[key]
    return value === undefined || value === '' ? [] : [[key, value] as const]
  })
  const settings = Object.fromEntries(found)
  const { OPENAI_BASE_URL, CHAT_MODEL } = settings
  if (OPENAI_BASE_URL === undefined || CHAT_MODEL === undefined) {
    throw new Error('the live tier needs OPENAI_BASE_URL and CHAT_MODEL')
  }
  // The bill of a measurement is the maintainer's to set, not a city's daily budget.
  return { ...settings, MODEL_DAILY_TOKENS: environment['MODEL_DAILY_TOKENS'] ?? '1000000000' }
}
