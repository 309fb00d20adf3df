import { lazy, type ComponentType } from 'react'
import type { StaffRole } from '../../shared/actor.ts'
import type { Me } from '../shared/api.ts'
import { locale } from '../shared/texts.ts'

/** `path` is what stands behind the area's key in the address, split at the slashes. */
export type PageProps = { me: Me; path: readonly string[] }

/**
 * One entry of the navigation. Every folder `pages/<area>/` with an `area.ts` that exports `area` is found by itself;
 * its page is loaded when it is opened.
 */
export type Area = {
  /** First part of the address: `/console/<key>`. */
  key: string
  /** Place in the navigation, lowest first; the first one open to the person is the start page. */
  order: number
  label: Readonly<Record<'zh-CN' | 'en', string>>
  /** Path of a 24 × 24 line drawing. */
  icon: string
  roles: readonly StaffRole[]
  /** Stands in the person's own menu instead of the rail. */
  own?: boolean
  /** Second key of `g …`, which goes there. */
  shortcut?: string
  /** How many things wait there. */
  badge?: () => Promise<number>
  load: () => Promise<{ Page: ComponentType<PageProps> }>
}

const found = import.meta.glob<{ area: Area }>('../pages/*/area.ts', { eager: true })
export type OpenArea = Area & { Page: ComponentType<PageProps> }
const AREAS: readonly OpenArea[] = Object.values(found)
  .map(({ area }) => ({
    ...area,
    Page: lazy(async () => ({ default: (await area.load()).Page })),
  }))
  .toSorted((a, b) => a.order - b.order)

export function areasFor(me: Me): OpenArea[] {
  return AREAS.filter(({ roles }) => me.roles.some((role) => roles.includes(role)))
}

export function areaLabel(area: Area): string {
  return area.label[locale]
}
