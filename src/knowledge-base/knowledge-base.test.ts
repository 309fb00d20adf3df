import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { stageDocument } from '../ingestion/index.ts'
import { verifyAudit } from '../operations/index.ts'
import { retrievePassages } from '../retrieval/index.ts'
import { openResident } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { codeOf, contextOf, staffActor } from '../testing/tickets.ts'
import {
  closeGaps,
  decideVersion,
  discardVersion,
  editVersion,
  endSwitch,
  getKnowledge,
  getVersion,
  listGaps,
  listKnowledge,
  listVersions,
  parseWaitingVersions,
  restoreDocument,
  setSwitch,
  startVersion,
  submitVersion,
  tryQuestion,
  uploadVersion,
  withdrawDocument,
} from './index.ts'

const OLD = `# 示例市犬只管理办法

## 第一条 登记

饲养犬只应当在二十日内到社区登记，登记免费。

## 第二条 牵引

携犬外出应当使用长度不超过两米的牵引绳。
`
const NEW = OLD.replace('二十日', '十五日')
const QUESTION = '养狗要几天内登记'
const app = createApp()

describe('the knowledge base', () => {
  let database: TestDatabase
  let ports: TestPorts
  const as = (name: string, role: Parameters<typeof staffActor>[0]) =>
    contextOf(ports, { ...staffActor(role, '4201'), id: `stf_${name}`, name })
  const editor = () => as('zhou', 'kb_editor')
  const reviewer = () => as('wu', 'kb_reviewer')
  const bytes = (text: string) => new TextEncoder().encode(text)
  const found = async (question = QUESTION) =>
    (await retrievePassages(ports, { question })).passages.map(({ text }) => text).join('\n')

  async function publish(name: string, text: string, replaces: string | null = null) {
    const version = await uploadVersion(editor(), { name, bytes: bytes(text), replaces })
    const submitted = await submitVersion(editor(), version.id, {
      revision: version.revision,
      note: '',
    })
    const decision = { revision: submitted.revision, decision: 'publish' as const, reason: '' }
    return decideVersion(reviewer(), version.id, decision)
  }

  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
    ports.stageDocument = (input) => stageDocument(ports, input)
  })
  afterAll(() => database.close())

  it('an upload is cut into passages that no search finds before it is published', async () => {
    const version = await uploadVersion(editor(), {
      name: '犬只管理.md',
      bytes: bytes(OLD),
      replaces: null,
    })
    expect(version).toMatchObject({ state: 'draft', title: '示例市犬只管理办法', number: 1 })
    const { chunks } = await getVersion(editor(), version.id)
    expect(chunks.map(({ text }) => text).join()).toContain('二十日')
    expect(await found()).not.toContain('二十日')
    const trial = await tryQuestion(editor(), version.id, { question: QUESTION })
    expect(trial.passages[0]).toMatchObject({ fromThisVersion: true })
    expect(trial.passages[0]?.text).toContain('二十日')
    expect(await found()).not.toContain('二十日')
    await discardVersion(editor(), version.id, { revision: version.revision })
    expect((await listVersions(editor())).versions).toEqual([])
  })

  it('R-KB-8: is published by a second person only, whatever roles the author holds', async () => {
    const author = contextOf(ports, {
      ...staffActor('kb_reviewer', '4201'),
      id: 'stf_both',
      roles: ['kb_editor', 'kb_reviewer', 'admin'],
    })
    const made = await uploadVersion(author, { name: 'a.md', bytes: bytes(OLD), replaces: null })
    const decide = (ctx: typeof author, revision: number, decision: 'publish' | 'send_back') =>
      codeOf(decideVersion(ctx, made.id, { revision, decision, reason: '' }))
    expect(await decide(reviewer(), made.revision, 'publish')).toBe('CONFLICT:invalid_transition')
    const { revision } = await submitVersion(editor(), made.id, {
      revision: made.revision,
      note: '',
    })
    expect(await decide(author, revision, 'publish')).toBe('FORBIDDEN:second_person')
    expect(await decide(editor(), revision, 'publish')).toBe('FORBIDDEN:forbidden')
    expect(await decide(as('li', 'admin'), revision, 'publish')).toBe('FORBIDDEN:forbidden')
    expect(await decide(reviewer(), revision - 1, 'publish')).toBe('CONFLICT:version_conflict')
    expect(await decide(reviewer(), revision, 'send_back')).toBe(
      'PRECONDITION_FAILED:reason_missing',
    )
    // A reviewer who corrects a field has become an author.
    const edited = await editVersion(reviewer(), made.id, { revision, edits: { issuer: '示例' } })
    const again = await submitVersion(editor(), made.id, { revision: edited.revision, note: '' })
    expect(await decide(reviewer(), again.revision, 'publish')).toBe('FORBIDDEN:second_person')
    expect(await decide(as('sun', 'kb_reviewer'), again.revision, 'publish')).toBe('ok')
    expect(await found()).toContain('二十日')
    const [document] = (await listKnowledge(editor(), { text: '犬只' })).documents
    await withdrawDocument(editor(), document?.id ?? '', { reason: '测试用' })
    expect(await found()).not.toContain('二十日')
  })

  it('a new version takes the place of the old one the same minute; one with a later date waits', async () => {
    const first = await publish('犬只.md', OLD)
    expect(await found()).toContain('二十日')
    const second = await publish('犬只.md', NEW, first.documentId)
    expect(second).toMatchObject({ number: 2, articleId: first.articleId })
    expect(await found()).toContain('十五日')
    expect(await found()).not.toContain('二十日')
    const standing = async (id: string | null) =>
      (await getKnowledge(editor(), id ?? '')).document.standing
    expect(await standing(first.documentId)).toBe('ended')
    const later = NEW.replace('十五日', '三十日')
    const third = await publish(
      '犬只.md',
      `---\neffective_from: 2026-12-01\n---\n${later}`,
      second.documentId,
    )
    expect(await standing(third.documentId)).toBe('scheduled')
    expect(await found()).toContain('十五日')
    const on = new Date('2026-12-01T09:00:00+08:00')
    const then = await retrievePassages(ports, { question: QUESTION, on })
    const texts = then.passages.map(({ text }) => text).join()
    expect(texts).toContain('三十日')
    expect(texts).not.toContain('十五日')
    await withdrawDocument(editor(), second.documentId ?? '', { reason: '条文有误' })
    expect(await found()).not.toContain('十五日')
    const restore = (ctx: ReturnType<typeof editor>) =>
      codeOf(restoreDocument(ctx, second.documentId ?? ''))
    expect(await restore(editor())).toBe('FORBIDDEN:forbidden')
    expect(await restore(as('zhou', 'kb_reviewer'))).toBe('FORBIDDEN:second_person')
    expect(await restore(reviewer())).toBe('ok')
    expect(await found()).toContain('十五日')
  })

  it('what cannot be read says why; a wrong date is refused, not guessed', async () => {
    const broken = await uploadVersion(editor(), {
      name: 'x.pdf',
      bytes: bytes('no pdf'),
      replaces: null,
    })
    expect(broken.state).toBe('unreadable')
    expect(broken.problems.length).toBeGreaterThan(0)
    const bad = await uploadVersion(editor(), {
      name: 'x.md',
      bytes: bytes(`---\neffective_from: 2026-02-30\n---\n# 题\n\n正文内容。`),
      replaces: null,
    })
    expect(bad.problems[0]).toMatchObject({ field: 'effective_from' })
    expect(
      await codeOf(uploadVersion(editor(), { name: 'x.exe', bytes: bytes('MZ'), replaces: null })),
    ).toBe('PRECONDITION_FAILED:knowledge_format')
  })

  it('without a process that reads documents an upload waits, and a job reads it later', async () => {
    const { stageDocument: _, ...worker } = editor()
    const waiting = await uploadVersion(worker, { name: 'w.md', bytes: bytes(OLD), replaces: null })
    expect(waiting.state).toBe('pending_parse')
    expect(await parseWaitingVersions(worker)).toEqual({ parsed: 0 })
    expect(await parseWaitingVersions(ports)).toEqual({ parsed: 1 })
    expect((await getVersion(editor(), waiting.id)).version.state).toBe('draft')
  })

  it('a web page is fetched; an address inside the house is not', async () => {
    const server: Server = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.end('<title>示例公告</title><h1>示例公告</h1><p>示例内容，足够长的一句话。</p>')
    })
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', () => settle()))
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/notice.html`
    const start = { kind: 'url' as const, url, replaces: null, edits: {} }
    const refused = await startVersion(editor(), start)
    expect(refused.state).toBe('unreadable')
    const inside = {
      ...editor(),
      stageDocument: (input: Parameters<typeof stageDocument>[1]) =>
        stageDocument(ports, { ...input, fetch: { mayConnect: () => true } }),
    }
    const read = await startVersion(inside, start)
    expect(read).toMatchObject({ state: 'draft', title: '示例公告' })
    server.close()
  })

  it('R-KB-8: unanswered and down-voted questions are grouped by meaning and closed by an article', async () => {
    for (const text of ['流浪猫绝育去哪里申请', '流浪猫绝育到哪里申请办理', '暖气费怎么算']) {
      const resident = await openResident(app, ports)
      await resident.say(text)
    }
    await ports.settled()
    const { groups } = await listGaps(editor())
    const cats = groups.find(({ question }) => question.includes('流浪猫'))
    expect(cats?.count).toBe(2)
    const made = await startVersion(editor(), {
      kind: 'text',
      title: '流浪猫绝育',
      text: '流浪猫绝育请到示例社区登记，由志愿者统一送诊。',
      replaces: null,
      gap_ids: cats?.ids ?? [],
      edits: {},
    })
    const { revision } = await submitVersion(editor(), made.id, {
      revision: made.revision,
      note: '',
    })
    await decideVersion(reviewer(), made.id, { revision, decision: 'publish', reason: '' })
    const rest = (await listGaps(editor())).groups
    expect(rest.some(({ question }) => question.includes('流浪猫'))).toBe(false)
    expect(await closeGaps(editor(), { ids: rest.flatMap(({ ids }) => ids) })).toMatchObject({
      closed: rest.reduce((sum, { count }) => sum + count, 0),
    })
  })

  it('a topic switched off is silent from the next answer, says so, and offers a person', async () => {
    const ask = async (text: string) => {
      const resident = await openResident(app, ports)
      return resident.say(text)
    }
    const asked = '饲养犬只要多少日内到社区登记'
    const speaks = await ask(asked)
    expect(JSON.stringify(speaks)).toContain('十五日')
    const words = { name: '犬只', words: ['养狗', '犬只'] }
    const { id } = await setSwitch(editor(), { scope: 'topic', ...words, reason: '条例正在修订' })
    const silent = JSON.stringify(await ask(asked))
    expect(silent).toContain('declined_withdrawn_topic')
    expect(silent).toContain('条例正在修订')
    expect(silent).toContain('转人工')
    expect(silent).not.toContain('十五日')
    // In other words, by the document it would have stood on.
    expect(JSON.stringify(await ask('遛狗绳子最长多少'))).toContain('declined_withdrawn_topic')
    expect(await codeOf(endSwitch(editor(), id))).toBe('FORBIDDEN:forbidden')
    await endSwitch(reviewer(), id)
    expect(JSON.stringify(await ask(asked))).toContain('十五日')
    const all = await setSwitch(as('li', 'admin'), { scope: 'all', reason: '系统检查' })
    expect(JSON.stringify(await ask('流浪猫绝育怎么办'))).toContain('declined_withdrawn_topic')
    await endSwitch(as('li', 'admin'), all.id)
  })

  it('a document tells which answers stood on it and how they ended', async () => {
    const { documents } = await listKnowledge(editor(), { text: '犬只' })
    const current = documents.find(({ standing }) => standing === 'in_force')
    const { uses, outcomes } = await getKnowledge(editor(), current?.id ?? '')
    expect(current?.uses).toBeGreaterThan(0)
    expect(uses[0]).toMatchObject({ question: '饲养犬只要多少日内到社区登记' })
    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(current?.uses)
  })

  it('R-ROLE-1: grid workers and partners see none of it', async () => {
    for (const role of ['grid_worker', 'community', 'partner', 'department'] as const) {
      expect(await codeOf(listKnowledge(as('x', role), { text: '' }))).toMatch(/^FORBIDDEN/)
      expect(await codeOf(listGaps(as('x', role)))).toMatch(/^FORBIDDEN/)
    }
    const upload = { name: 'a.md', bytes: bytes(OLD), replaces: null }
    for (const role of ['city', 'supervisor', 'auditor', 'admin'] as const)
      expect(await codeOf(uploadVersion(as('x', role), upload))).toMatch(/^FORBIDDEN/)
    expect(await codeOf(setSwitch(as('x', 'auditor'), { scope: 'all', reason: '试试' }))).toMatch(
      /^FORBIDDEN/,
    )
  })

  it('R-OPS-2: every step stands in a chain that shows a change', async () => {
    const auditor = as('qian', 'auditor')
    const whole = await verifyAudit(auditor)
    expect(whole.rows).toBeGreaterThan(10)
    expect(whole.brokenAt).toBeNull()
    await expect(database.sql`delete from audit_log`).rejects.toThrow('append-only')
    await database.sql`alter table audit_log disable trigger user`
    await database.sql`update audit_log set actor = 'staff:other' where seq = 3`
    expect((await verifyAudit(auditor)).brokenAt).toBe(3)
  })
})
