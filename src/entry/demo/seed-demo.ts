import { readFileSync } from 'node:fs'
import { createApp } from '../../app.ts'
import { sweepHotspots } from '../../hotspots/index.ts'
import { syncKnowledge } from '../../ingestion/index.ts'
import type { Ports } from '../../ports.ts'
import { importGrids, importStations, importUnits } from '../../regions/index.ts'
import type { Actor } from '../../shared/actor.ts'
import { randomToken } from '../../shared/ids.ts'
import { findSetupLink, inviteStaff, redeemLink, type InviteProfile } from '../../staff/index.ts'
import { demoClock, type DemoPorts } from './demo-clock.ts'
import { playLifecycle } from './play-lifecycle.ts'
import { fileTicket, playTalk } from './residents.ts'
import { GRIDS, PEOPLE, TALKS, TICKETS, UNITS } from './scenes.ts'

const ROOT = new URL('../../../', import.meta.url)
const IMPORTER: Actor = { kind: 'system', job: 'demo' }

export type DemoReport = {
  conversations: number
  tickets: number
  hotspots: number
  people: readonly string[]
  password: string
}
type Progress = (step: string) => void

/** A quarter that does not exist, lived through the real verbs: R-OPS-7, every name says 示例. */
export async function seedDemo(base: Ports, progress: Progress): Promise<DemoReport> {
  const ports: DemoPorts = { ...base, clock: demoClock(base.clock.now()) }
  progress('knowledge')
  await syncKnowledge(ports, { directory: new URL('knowledge/', ROOT).pathname })
  progress('units, grids, stations')
  await importPlaces(ports)
  progress('people')
  const password = `demo-${randomToken(64)}`
  for (const person of PEOPLE) await addPerson(ports, person, password)
  const world = { app: createApp(), ports }
  for (const [at, scene] of TALKS.entries()) {
    progress(`conversation ${at + 1} of ${TALKS.length}`)
    ports.clock.goTo(scene.daysAgo, scene.hour)
    await playTalk(world, scene)
  }
  const numbers = new Map<string, string>()
  const earliestFirst = TICKETS.toSorted((a, b) => b.daysAgo - a.daysAgo || a.hour - b.hour)
  for (const [at, scene] of earliestFirst.entries()) {
    progress(`ticket ${at + 1} of ${TICKETS.length}: ${scene.title}`)
    ports.clock.goTo(scene.daysAgo, scene.hour)
    const filed = await fileTicket(world, scene)
    await playLifecycle(ports, filed, { end: scene.end, parent: numbers.get(scene.address) })
    numbers.set(scene.address, filed.no)
  }
  ports.clock.goTo(0, 23)
  progress('hotspots')
  const { proposed } = await sweepHotspots(ports)
  return {
    conversations: TALKS.length + TICKETS.length,
    tickets: TICKETS.length,
    hotspots: proposed,
    people: PEOPLE.map(({ username }) => username),
    password,
  }
}

async function importPlaces(ports: DemoPorts): Promise<void> {
  const ctx = { sql: ports.sql, clock: ports.clock, actor: IMPORTER }
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
  const stations = JSON.parse(
    readFileSync(new URL('knowledge/tables/stations.example.json', ROOT), 'utf8'),
  )
  const reports = [
    await importGrids(ctx, { bytes: bytes(GRIDS), partial: false }),
    await importUnits(ctx, { bytes: bytes(UNITS), partial: false }),
    await importStations(ctx, { geojson: stations, partial: false }),
  ]
  const problem = reports.flatMap(({ problems }) => problems.map(({ message }) => message))[0]
  if (problem !== undefined) throw new Error(`example places: ${problem}`)
}

async function addPerson(
  ports: DemoPorts,
  person: (typeof PEOPLE)[number],
  password: string,
): Promise<void> {
  const profile: InviteProfile = {
    roles: [...person.roles],
    area_prefixes: [person.area],
    unit_id: person.unit,
    unit_name: person.unit === null ? null : '示例街道办事处',
  }
  const admin: Actor = {
    kind: 'staff',
    id: 'stf_demo_setup',
    name: '示例管理员',
    roles: ['admin'],
    areaPrefixes: ['4201'],
    gridIds: [],
  }
  const first = await findSetupLink(ports, { baseUrl: '' })
  const { link } =
    first === undefined
      ? await inviteStaff({ ...ports, actor: admin }, { profile, baseUrl: '' })
      : { link: first }
  const token = link.slice(link.indexOf('#') + 1)
  await redeemLink(ports, { token, name: person.name, username: person.username, password })
}
