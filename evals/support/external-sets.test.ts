import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { testFolder, type TestFolder } from '../../src/testing/knowledge.ts'
import { readQrels, readRetrievalSet } from './external-sets.ts'

const lines = (...rows: object[]): string =>
  `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`

const folders: TestFolder[] = []
function folder(files: Readonly<Record<string, string | Uint8Array>>): TestFolder {
  const made = testFolder()
  folders.push(made)
  for (const [name, content] of Object.entries(files)) made.write(name, content)
  return made
}
afterEach(() => {
  for (const made of folders.splice(0)) made.remove()
})

const CORPUS = lines({ id: 'd1', name: '名', content: '文' })
const ids = (queries: readonly { id: string }[]): string[] => queries.map(({ id }) => id)

describe('sets by path', () => {
  it('our own format: four columns, several query and qrels files, plain or packed', async () => {
    const { path } = folder({
      'corpus.jsonl.gz': gzipSync(CORPUS),
      'queries_a.dev.jsonl': lines({ id: 'q1', text: '一' }, { id: 'q9', text: '没有判断' }),
      'queries_b.dev.jsonl.gz': gzipSync(lines({ id: 'q2', text: '二' })),
      'qrels.a.tsv': 'q1\t0\td1\t1\nq1\t0\td2\t0\n',
      'qrels.b.tsv': 'q2\t0\td1\t1\nq1\t0\td3\t2\n',
    })
    const set = await readRetrievalSet(path)
    expect(set.corpus).toBe(`${path}/corpus.jsonl.gz`)
    expect(ids(set.queries)).toEqual(['q1', 'q2'])
    expect(set.qrels.get('q1')).toEqual(new Set(['d1', 'd3']))
  })

  it('BEIR’s own: _id and text, three columns under a header, in a folder of their own', async () => {
    const { path } = folder({
      'corpus.jsonl': lines({ _id: 'd1', title: 't', text: 'x' }),
      'queries.jsonl': lines({ _id: 'q1', text: 'one', metadata: {} }, { _id: 'q2', text: 'two' }),
      'qrels/test.tsv': 'query-id\tcorpus-id\tscore\r\nq1\td1\t1\r\nq2\td1\t0\r\n',
    })
    const set = await readRetrievalSet(path)
    expect(set.queries).toMatchObject([{ id: 'q1', text: 'one' }])
    expect([...set.qrels.keys()]).toEqual(['q1'])
  })

  it('a question published whole and in a part is asked once', async () => {
    const { path } = folder({
      'corpus.jsonl': CORPUS,
      'queries.jsonl': lines({ id: 'q1', text: '一' }, { id: 'q2', text: '二' }),
      'queries.test.jsonl': lines({ id: 'q1', text: '一' }),
      'qrels.tsv': 'q1\t0\td1\t1\nq2\t0\td1\t1\n',
    })
    expect(ids((await readRetrievalSet(path)).queries)).toEqual(['q1', 'q2'])
  })

  it('an id may hold a space, and columns may be parted by spaces where there is no tab', async () => {
    const made = folder({ 'tabs.tsv': 'q 1\td 1\t1\n', 'spaces.tsv': 'q1 0 d1 1\n' })
    expect(await readQrels(`${made.path}/tabs.tsv`)).toEqual(new Map([['q 1', new Set(['d 1'])]]))
    expect(await readQrels(`${made.path}/spaces.tsv`)).toEqual(new Map([['q1', new Set(['d1'])]]))
  })

  it('a folder without corpus or judgements is named', async () => {
    const { path } = folder({ 'corpus.jsonl': CORPUS })
    await expect(readRetrievalSet(path)).rejects.toThrow(`${path} has no corpus`)
  })
})
