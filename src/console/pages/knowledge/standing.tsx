import { Tag } from 'antd'
import type { DocumentItem, Standing, VersionState } from './api.ts'
import { t, tData } from './texts.ts'

const COLOUR: Readonly<Record<Standing, string>> = {
  in_force: 'green',
  scheduled: 'blue',
  ended: 'default',
  withdrawn: 'red',
}

export function StandingTag({ standing }: { standing: Standing }) {
  return <Tag color={COLOUR[standing]}>{tData('standing', standing)}</Tag>
}

const STATE_COLOUR: Readonly<Record<VersionState, string>> = {
  pending_parse: 'default',
  unreadable: 'red',
  draft: 'default',
  submitted: 'gold',
  published: 'green',
  discarded: 'default',
}

export function StateTag({ state }: { state: VersionState }) {
  return <Tag color={STATE_COLOUR[state]}>{tData('state', state)}</Tag>
}

export function validity(item: Pick<DocumentItem, 'effectiveFrom' | 'effectiveTo'>): string {
  if (item.effectiveFrom === null && item.effectiveTo === null) return t('always')
  return `${item.effectiveFrom ?? '…'} – ${item.effectiveTo ?? '…'}`
}
