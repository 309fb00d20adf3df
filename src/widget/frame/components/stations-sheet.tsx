import { useEffect, useState } from 'preact/hooks'
import type { StationView } from '../../../protocol/stations.ts'
import { api } from '../api.ts'
import { t, tData } from '../i18n.ts'
import { LocationButton, type FoundLocation } from './location-button.tsx'
import { DivisionSelects, type ChosenDivision } from './place-picker.tsx'
import { SheetFrame } from './sheet-frame.tsx'

const TYPES = [
  'jiangcheng_station',
  'service_centre',
  'community_station',
  'canteen',
  'charging',
  'medicine',
  'patrol',
  'culture',
  'legal_aid',
  'clinic',
  'other',
] as const

type Result = { stations: StationView[] | null; failed: boolean }

/** Stations and services as a list: by area or by distance, without a map and without a position (R-MAP-3). */
export function StationsSheet({ onClose }: { onClose: () => void }) {
  const [area, setArea] = useState<ChosenDivision | null>(null)
  const [near, setNear] = useState<FoundLocation | null>(null)
  const [type, setType] = useState('')
  const [attempt, setAttempt] = useState(0)
  const { stations, failed } = useStations({ area, near, type, attempt })
  return (
    <SheetFrame title={t('stations')} onClose={onClose}>
      <div class="station-filter">
        <DivisionSelects chosen={area} onChange={setArea} none="place_all_of" />
        <select
          aria-label={t('station_type')}
          value={type}
          onChange={(event) => setType(event.currentTarget.value)}
        >
          <option value="">{t('station_all')}</option>
          {TYPES.map((value) => (
            <option key={value} value={value}>
              {tData('station', value)}
            </option>
          ))}
        </select>
        <LocationButton
          found={near}
          onChange={setNear}
          hint={t('station_location_hint')}
          label={t('station_near')}
        />
      </div>
      <div aria-live="polite">
        {failed && (
          <p class="field-error">
            {t('stations_failed')}{' '}
            <button type="button" class="plain" onClick={() => setAttempt(attempt + 1)}>
              {t('retry')}
            </button>
          </p>
        )}
        {!failed && stations === null && <p>{t('loading')}</p>}
        {stations?.length === 0 && <p>{t('stations_none')}</p>}
        {stations !== null && stations.length > 0 && (
          <ul class="stations">
            {stations.map((station) => (
              <li key={station.id}>
                <Station station={station} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </SheetFrame>
  )
}

function useStations(asked: {
  area: ChosenDivision | null
  near: FoundLocation | null
  type: string
  attempt: number
}): Result {
  const { area, near, type, attempt } = asked
  const [result, setResult] = useState<Result>({ stations: null, failed: false })
  useEffect(() => {
    let current = true
    const query = new URLSearchParams({ area: area?.code ?? '', type })
    if (near !== null) {
      query.set('lat', String(near.lat))
      query.set('long', String(near.long))
    }
    setResult({ stations: null, failed: false })
    api.stations(query).then(
      ({ stations }) => current && setResult({ stations, failed: false }),
      () => current && setResult({ stations: null, failed: true }),
    )
    return () => {
      current = false
    }
  }, [area, near, type, attempt])
  return result
}

function distanceText(metres: number): string {
  return metres < 1000
    ? t('metres', { n: metres })
    : t('kilometres', { n: (metres / 1000).toFixed(1) })
}

function Station({ station }: { station: StationView }) {
  const { open_hours: hours, phone, distance_m: distance } = station
  const lines: [string, string[] | undefined][] = [
    [t('station_weekdays'), hours?.weekdays],
    [t('station_weekend'), hours?.weekend],
    [t('station_holiday'), hours?.holiday],
  ]
  return (
    <article class="station">
      <h3>{station.name}</h3>
      <p class="station-tags">
        <span>{tData('station', station.type)}</span>
        {distance !== null && <span>{distanceText(distance)}</span>}
        {station.example && <strong>{t('station_example')}</strong>}
        {station.needs_check && <strong>{t('station_unchecked')}</strong>}
      </p>
      <p>
        {station.division_name ?? ''} {station.address}
      </p>
      {hours === null && <p>{t('station_hours_unknown')}</p>}
      {lines.map(([name, spans]) =>
        spans === undefined ? null : (
          <p key={name}>
            {name} {spans.length === 0 ? t('station_closed') : spans.join('，')}
          </p>
        ),
      )}
      {station.services.length > 0 && (
        <p>{station.services.map((service) => tData('service', service)).join('、')}</p>
      )}
      {station.accessible !== 'unknown' && <p>{tData('accessible', station.accessible)}</p>}
      {phone !== null && (
        <a class="plain" href={`tel:${phone}`}>
          {phone}
        </a>
      )}
    </article>
  )
}
