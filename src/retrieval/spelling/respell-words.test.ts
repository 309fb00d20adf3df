import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TermStatistics } from '../bm25.ts'
import { termPlace } from '../terms.ts'
import { tokenise } from '../tokens.ts'
import { applyRespellings, respellWords } from './respell-words.ts'

// peers.md §3, bug class 4: a wrong character of the same sound leaves a question without its word.

const KNOWLEDGE = [
  '居住证每年签注一次',
  '申领居住证的条件',
  '居住证由公安机关发给',
  '公民离开户口所在地居住半年以上',
  '最低生活保障由街道受理',
  '低保申请交到街道',
  '低保对象公示七日',
  '信访事项六十日内办结',
  '信访人应当推选代表',
  '提出信访的方式',
  '电动自行车不得停放在楼道',
  '物业服务费按合同交纳',
  '物业服务人不得停水催费',
]

/** What the store would count of these texts. */
function countIn(texts: readonly string[]): TermStatistics {
  const frequencies = new Map<number, number>()
  for (const text of texts) {
    for (const place of new Set(tokenise(text).map(termPlace)))
      frequencies.set(place, (frequencies.get(place) ?? 0) + 1)
  }
  return { documents: texts.length, frequencies }
}

async function read(question: string, texts: readonly string[] = KNOWLEDGE) {
  let asked = 0
  const statistics = countIn(texts)
  const changes = await respellWords(question, (places) => {
    asked += 1
    const wanted = new Set(places)
    const frequencies = [...statistics.frequencies].filter(([place]) => wanted.has(place))
    return Promise.resolve({
      documents: statistics.documents,
      frequencies: new Map(frequencies),
    })
  })
  return { text: applyRespellings(question, changes), changes, asked }
}

describe('what was meant', () => {
  it.each([
    ['居主证怎么续', '居住证怎么续', 'typed by sound'],
    ['局住证怎么续', '居住证怎么续', 'the first character'],
    ['居住正怎么续', '居住证怎么续', 'the last character'],
    ['抵保在哪里申请', '低保在哪里申请', 'a word of two'],
    ['氐保在哪里申请', '低保在哪里申请', 'written by hand'],
    ['信坊多久办结', '信访多久办结', 'a sound that is the same but for the tone'],
    ['我要局住证，还要办抵保', '我要居住证，还要办低保', 'two words of one question'],
  ])('bug class 4: %s is %s (%s)', async (written, meant) => {
    expect((await read(written)).text).toBe(meant)
  })

  it('is a word of the knowledge as it is: gone with its documents', async () => {
    const without = KNOWLEDGE.filter((text) => !text.includes('居住'))
    expect((await read('居主证怎么续', without)).changes).toEqual([])
  })

  it('stays open where two words are as likely', async () => {
    const notices = ['公示七日', '公示结果']
    const works = ['工事图纸', '工事修筑']
    const rest = ['街道受理', '合同交纳', '推选代表', '停水催费']
    expect((await read('工示贴哪里', [...rest, ...notices])).text).toBe('公示贴哪里')
    expect((await read('工示贴哪里', [...rest, ...works])).text).toBe('工事贴哪里')
    expect((await read('工示贴哪里', [...rest, ...notices, ...works])).changes).toEqual([])
  })
})

describe('what stays as it is written', () => {
  it('right words of the knowledge and of everyday language, without a look at the database', async () => {
    for (const question of ['驾驶证过期了怎么办', '申请法律援助要什么条件', '合同到期了怎么办']) {
      const { changes, asked } = await read(question)
      expect(changes, question).toEqual([])
      expect(asked, question).toBe(0)
    }
  })

  it.each([
    ['我叫居主正，想问个事', 'a name that is told'],
    ['王主政书记今天在不在', 'a name before its title'],
    ['居主正花园谁管', 'a name of a place'],
    ['武昌区居主正路停车', 'a road'],
    ['联系人[姓名1]', 'a placeholder of personal data'],
    ['工单GD-20261123-0007办到哪一步了', 'a ticket number'],
  ])('R-PRV-1: %s (%s)', async (question) => {
    expect((await read(question)).changes).toEqual([])
  })

  it('every number, letter and mark, whatever is written', async () => {
    const text = fc.array(
      fc.oneof(
        fc.constantFrom(...'居主住证底低保信坊访物业废费0123三十aZ，。？[] 😀'),
        fc.string({ unit: 'binary', maxLength: 3 }),
      ),
      { maxLength: 30 },
    )
    await fc.assert(
      fc.asyncProperty(text, async (parts) => {
        const question = parts.join('')
        const { text: meant, changes } = await read(question)
        expect(meant).toHaveLength(question.length)
        const kept = (all: string) =>
          all.replaceAll(/\p{Script=Han}/gu, (char) =>
            '一二三四五六七八九十百千万两半'.includes(char) ? char : '\u0000',
          )
        expect(kept(meant)).toBe(kept(question))
        for (const change of changes) expect(change.written).not.toBe(change.meant)
      }),
      { numRuns: 300 },
    )
  })
})
