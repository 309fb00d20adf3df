import { describe, expect, it } from 'vitest'
import { plainBm25 } from './plain-bm25.ts'

describe('plain BM25', () => {
  const search = plainBm25([
    { id: 'lift', text: '加装电梯应当由业主共同决定' },
    { id: 'dog', text: '养犬应当登记，养犬人应当束犬链' },
    { id: 'long', text: `养犬${'其他事项'.repeat(40)}` },
  ])

  it('ranks by the rarer words and against length', () => {
    expect(search('养犬登记', 3)).toEqual(['dog', 'long'])
    expect(search('电梯', 3)).toEqual(['lift'])
  })

  it('finds nothing where no token is shared', () => {
    expect(search('公积金', 3)).toEqual([])
  })
})
