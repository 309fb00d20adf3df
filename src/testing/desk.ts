import type { Browser, BrowserContext, Page } from 'playwright-core'
import { createApp } from '../app.ts'
import { systemClock } from '../shared/clock.ts'
import type { StaffRole } from '../shared/actor.ts'
import { inviteStaff, redeemLink } from '../staff/index.ts'
import { launchBrowser } from './browser.ts'
import { openResident } from './client.ts'
import { embeddedDatabase, type TestDatabase } from './database.ts'
import { testPorts, type TestPorts } from './ports.ts'
import { serveApp } from './server.ts'
import { contextOf, staffActor } from './tickets.ts'

export const PASSWORD = 'shili-mima-2026'
export const DESKTOP = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }

export type Desk = {
  database: TestDatabase
  ports: TestPorts
  base: string
  browser: Browser
  /** An account as an invitation makes it. */
  hire(
    username: string,
    roles: StaffRole | readonly StaffRole[],
    area: string,
    unit?: string,
  ): Promise<void>
  open(
    path: string,
    viewport?: { width: number; height: number },
  ): Promise<{ page: Page; context: BrowserContext; errors: string[] }>
  /** A page of the console with somebody signed in through the real form's request. */
  openAs(
    username: string,
    path: string,
    viewport?: { width: number; height: number },
  ): Promise<{ page: Page; context: BrowserContext; errors: string[] }>
  close(): Promise<void>
}

/** The console on a real port with a real browser, over an embedded database and the real clock. */
export async function openDesk(settings: Record<string, string> = {}): Promise<Desk> {
  const database = await embeddedDatabase()
  const ports = await testPorts(database.sql, { clock: systemClock, settings })
  const server = await serveApp(ports)
  const browser = await launchBrowser()
  const open: Desk['open'] = async (path, viewport = DESKTOP) => {
    const context = await browser.newContext({ viewport, locale: 'zh-CN', reducedMotion: 'reduce' })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(server.base + path)
    return { page, context, errors }
  }
  return {
    database,
    ports,
    base: server.base,
    browser,
    open,
    async hire(username, roles, area, unit) {
      const { link } = await inviteStaff(contextOf(ports, staffActor('admin', '4201')), {
        profile: {
          roles: [roles].flat(),
          area_prefixes: area === '' ? [] : [area],
          unit_id: unit ?? null,
          unit_name: unit ?? null,
        },
        baseUrl: server.base,
      })
      const token = link.slice(link.indexOf('#') + 1)
      await redeemLink(ports, { token, name: `示例${username}`, username, password: PASSWORD })
    },
    async openAs(username, path, viewport) {
      const opened = await open('/console', viewport)
      await opened.page.evaluate(
        async ([name, password]) => {
          await fetch('/api/auth/sign-in/username', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ username: name, password }),
          })
        },
        [username, PASSWORD],
      )
      await opened.page.goto(server.base + path)
      return opened
    },
    async close() {
      await browser.close()
      await server.close()
      await database.close()
    },
  }
}

const app = createApp()

/** A resident tells the assistant, confirms the draft, and a ticket exists: the only way there is. */
export async function fileByChat(
  ports: TestPorts,
  input: { words: string; place?: string; edit?: Record<string, unknown> },
): Promise<{ no: string; conversationId: string }> {
  const resident = await openResident(app, ports)
  let events = await resident.say(input.words)
  for (let tries = 0; tries < 3; tries += 1) {
    const [draft] = events.flatMap((event) => (event.type === 'ticket.draft' ? event.drafts : []))
    if (draft !== undefined) {
      const { fields } = draft
      const response = await resident.post(`/api/conversations/${resident.id}/tickets`, {
        draft_id: draft.draft_id,
        client_key: crypto.randomUUID(),
        title: fields.title.value,
        description: fields.description.value,
        appeal_type: fields.appeal_type.value,
        category_code: fields.category_code.value,
        address: fields.address.value,
        division_code: fields.division_code.value,
        incident_at: fields.incident_at.value,
        urgency: fields.urgency.value,
        place_unknown: draft.place_unknown,
        ...input.edit,
      })
      const body = (await response.json()) as { ticket_no?: string }
      if (body.ticket_no === undefined) throw new Error(`not filed: ${JSON.stringify(body)}`)
      return { no: body.ticket_no, conversationId: resident.id }
    }
    events = await resident.say(tries === 0 ? (input.place ?? '武昌区紫阳路示例小区') : '不知道')
  }
  throw new Error(`no draft for ${input.words}: ${JSON.stringify(events.at(-1))}`)
}
