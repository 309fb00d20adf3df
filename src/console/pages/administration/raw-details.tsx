/** What was recorded, as it was recorded: nothing is translated away from somebody who checks. */
export function RawDetails({ details }: { details: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(details)
  if (entries.length === 0) return null
  const show = (value: unknown): string =>
    typeof value === 'string' ? value : JSON.stringify(value)
  return (
    <code className="raw">
      {entries.map(([key, value]) => `${key}=${show(value)}`).join(' · ')}
    </code>
  )
}
