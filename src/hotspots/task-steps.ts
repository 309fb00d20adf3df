/** R-HOT-2. */
export const HOTSPOT_STATUSES = [
  'proposed',
  'accepted',
  'in_progress',
  'done',
  'reviewed',
  'dismissed',
] as const
export type HotspotStatus = (typeof HOTSPOT_STATUSES)[number]

export type TaskField = 'owner' | 'due_on' | 'reason' | 'result'
type Step = { from: HotspotStatus; to: HotspotStatus; needs: readonly TaskField[] }

/** Everything else is refused. A task that turned out to be none is dismissed, and the reason stays. */
export const TASK_STEPS: readonly Step[] = [
  { from: 'proposed', to: 'accepted', needs: ['owner', 'due_on'] },
  { from: 'proposed', to: 'dismissed', needs: ['reason'] },
  { from: 'accepted', to: 'in_progress', needs: [] },
  { from: 'accepted', to: 'dismissed', needs: ['reason'] },
  { from: 'in_progress', to: 'done', needs: ['result'] },
  { from: 'in_progress', to: 'dismissed', needs: ['reason'] },
  { from: 'done', to: 'reviewed', needs: ['result'] },
  { from: 'done', to: 'in_progress', needs: ['reason'] },
]

export function findStep(from: HotspotStatus, to: HotspotStatus): Step | undefined {
  return TASK_STEPS.find((step) => step.from === from && step.to === to)
}

export function nextStatuses(from: HotspotStatus): HotspotStatus[] {
  return TASK_STEPS.filter((step) => step.from === from).map(({ to }) => to)
}
