/** R-HOT-1. Every figure is a setting; these are the defaults. */
export const HOTSPOT_SETTINGS = {
  windowDays: 7,
  reporters: 5,
  /** How many times the mean week of `baselineWeeks` a week must hold. */
  factor: 2,
  baselineWeeks: 8,
  clusterMetres: 300,
  clusterPoints: 4,
  burstHours: 24,
  burstReporters: 3,
  burstMetres: 500,
} as const
export type HotspotSettings = { readonly [K in keyof typeof HOTSPOT_SETTINGS]: number }

/** A question in the chat is no complaint: it weighs this much, and is shown apart (R-HOT-3). */
export const WEAK_WEIGHT = 0.3

/** Before and after a task are compared over this long (R-HOT-2). */
export const EFFECT_DAYS = 30

/** R-PRV-7: fewer people than this could be recognised. */
export const PUBLIC_REPORTERS = 3
