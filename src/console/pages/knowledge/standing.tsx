import { Mark, type Tone } from '../../shared/mark.tsx'
import type { DocumentItem, Standing, VersionState } from './api.ts'
import { t, tData } from './texts.ts'

const TONE: Readonly<Record<Standing, Tone>> = {
  in_force: 'ok',
  scheduled: 'info',
  ended: 'plain',
  withdrawn: 'danger',
}

export function StandingTag({ standing }: { standing: Standing }) {
  return <Mark tone={TONE[standing]}>{tData('standing', standing)}</Mark>
}

const STATE_TONE: Readonly<Record<VersionState, Tone>> = {
  pending_parse: 'plain',
  unreadable: 'danger',
  draft: 'plain',
  submitted: 'warn',
  published: 'ok',
  discarded: 'plain',
}

export function StateTag({ state }: { state: VersionState }) {
  return <Mark tone={STATE_TONE[state]}>{tData('state', state)}</Mark>
}

export function validity(item: Pick<DocumentItem, 'effectiveFrom' | 'effectiveTo'>): string {
  if (item.effectiveFrom === null && item.effectiveTo === null) return t('always')
  return `${item.effectiveFrom ?? '…'} – ${item.effectiveTo ?? '…'}`
}
