import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectServer, type Database } from '../db/client.ts'
import { addWebhook, deliverWebhooks } from '../operations/webhooks/index.ts'
import { serverDatabase, type TestDatabase } from '../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'
import { contextOf, fileTicket } from '../testing/tickets.ts'
import { runDueJobs, type Job } from './index.ts'

const PROCESSES = 4
const ROUNDS = 10

describe('several processes on one database', () => {
  let database: TestDatabase
  const pools: Database[] = []
  const processes: TestPorts[] = []
  const clock = fixedClock()
  const received: string[] = []
  let receiver: Server
  beforeAll(async () => {
    database = await serverDatabase()
    for (let at = 0; at < PROCESSES; at += 1) {
      const sql = connectServer(database.url ?? '', 2)
      // Connected, so that all begin at the same moment.
      await sql`select 1`
      pools.push(sql)
      processes.push(await testPorts(sql, { clock }))
    }
    receiver = createServer((request, response) => {
      received.push(String(request.headers['webhook-id']))
      response.writeHead(204).end()
    })
    await new Promise<void>((settle) => receiver.listen(0, '127.0.0.1', settle))
  })
  afterAll(async () => {
    receiver.closeAllConnections()
    receiver.close()
    await Promise.all(pools.map((sql) => sql.end({ timeout: 5 })))
    await database.close()
  })

  it('R-OPS: two processes at the same moment run each job that is due once', async () => {
    let runs = 0
    const job: Job = {
      name: 'example',
      everySeconds: 60,
      run: async () => {
        runs += 1
        // As long as the others need to ask for it.
        await new Promise((settle) => setTimeout(settle, 100))
        return {}
      },
    }
    for (let round = 1; round <= ROUNDS; round += 1) {
      const ran = await Promise.all(processes.map((ports) => runDueJobs(ports, [job])))
      expect(ran.flat()).toEqual(['example'])
      expect(runs).toBe(round)
      clock.advance(60_000)
    }
  })

  it('R-OPS: two processes at the same moment deliver each event once', async () => {
    const [first] = processes
    if (first === undefined) throw new Error('no process')
    const { port } = receiver.address() as AddressInfo
    await addWebhook(contextOf(first, { kind: 'system', job: 'webhooks' }), {
      url: `http://127.0.0.1:${port}/hook`,
      name: '示例平台',
      eventTypes: [],
      allowPrivate: true,
    })
    for (let at = 0; at < 20; at += 1) await fileTicket(first)
    let asked: Promise<unknown> | undefined
    await database.sql.begin(async (tx) => {
      // All of them ask while none can take: what they decide then they decide from the same rows.
      await tx`select 1 from webhook_deliveries for update`
      asked = Promise.all(processes.map((ports) => deliverWebhooks(ports)))
      await new Promise((settle) => setTimeout(settle, 300))
    })
    await asked
    await Promise.all(processes.map((ports) => deliverWebhooks(ports)))
    expect(received.toSorted()).toEqual([...new Set(received)].toSorted())
    expect(received).toHaveLength(20)
  })
})
