import { useState } from 'preact/hooks'
import { t } from '../i18n.ts'

export type FoundLocation = { lat: number; long: number; accuracy: number }
type Props = {
  found: FoundLocation | null
  onChange: (found: FoundLocation | null) => void
  hint: string
  label?: string
}

const WAIT_MS = 15_000
const SIX_DIGITS = 1e6
const round = (degrees: number): number => Math.round(degrees * SIX_DIGITS) / SIX_DIGITS

/** Asked for only when tapped; the words beside it say what for, before the browser asks (R-MAP). */
export function LocationButton({ found, onChange, hint, label }: Props) {
  const [state, setState] = useState<'idle' | 'waiting' | 'refused' | 'failed'>('idle')
  if (!('geolocation' in navigator)) return null
  const locate = (): void => {
    setState('waiting')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState('idle')
        onChange({
          lat: round(coords.latitude),
          long: round(coords.longitude),
          accuracy: Math.round(coords.accuracy),
        })
      },
      (error) => setState(error.code === error.PERMISSION_DENIED ? 'refused' : 'failed'),
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 60_000 },
    )
  }
  return (
    <div class="location">
      {found === null ? (
        <button type="button" class="plain" disabled={state === 'waiting'} onClick={locate}>
          {state === 'waiting' ? t('location_waiting') : (label ?? t('location_add'))}
        </button>
      ) : (
        <p role="status">
          {t('location_found', { n: found.accuracy })}{' '}
          <button type="button" class="plain" onClick={() => onChange(null)}>
            {t('location_remove')}
          </button>
        </p>
      )}
      <p class="hint">{hint}</p>
      {(state === 'refused' || state === 'failed') && (
        <p class="field-error" role="alert">
          {t(state === 'refused' ? 'location_refused' : 'location_failed')}
        </p>
      )}
    </div>
  )
}
