import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { sendStaffMessage, takeOverConversation } from '../../conversations/index.ts'
import { openResident } from '../../testing/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { testPorts, type TestPorts } from '../../testing/ports.ts'
import { contextOf, staffActor } from '../../testing/tickets.ts'

const app = createApp()

describe('live events after a connection broke off', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  type Resident = Awaited<ReturnType<typeof openResident>>
  /** Listens until these words were heard, then breaks off; what came, and the id of its last event. */
  async function hear(resident: Resident, words: string, after?: string) {
    const headers: Record<string, string> = after === undefined ? {} : { 'Last-Event-ID': after }
    const response = await resident.call(`/api/conversations/${resident.id}/events`, { headers })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    while (!heard.includes(words)) heard += (await reader?.read())?.value ?? ''
    await reader?.cancel()
    return { heard, last: [...heard.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1] ?? '' }
  }

  it('a live stream goes on after the last event its client heard', async () => {
    const resident = await openResident(app, ports)
    const staff = contextOf(ports, staffActor('city', '4201'))
    const conversationId = resident.id
    await takeOverConversation(staff, { conversationId })
    await sendStaffMessage(staff, { conversationId, text: '示例消息之一' })
    const first = await hear(resident, '示例消息之一')
    await sendStaffMessage(staff, { conversationId, text: '示例消息之二' })
    const second = await hear(resident, '示例消息之二', first.last)
    expect(second.heard).not.toContain('示例消息之一')
    await sendStaffMessage(staff, { conversationId, text: '示例消息之三' })
    const third = await hear(resident, '示例消息之三', second.last)
    expect(third.heard.match(/^id: /gm)).toHaveLength(1)
  })
})
