import { useState } from 'react'

/** One form that is sent: busy while it is, and what went wrong until it is sent again. */
export function useSubmit(): {
  busy: boolean
  error: unknown
  submit: (work: () => Promise<void>) => Promise<void>
} {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const submit = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (reason) {
      setError(reason)
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, submit }
}
