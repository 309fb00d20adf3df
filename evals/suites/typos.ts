import { turnText } from '../../src/answering/messages.ts'
import { textOf, verdict } from '../scorers/reply.ts'
import { DATASETS, readDataset } from '../support/datasets.ts'
import { lastOf, passed, share, tagged, type CaseResult, type Suite } from './case.ts'

/** How a wrong character comes about: typed by sound, by a sound that is near, written by hand, or a whole word heard wrong. */
const WRONG = ['sound', 'near', 'shape', 'word']

/** What is said before the words that were searched instead. */
const NOTICE = turnText('zh-CN', 'searched_as', { words: '\n' }).split('\n')[0] ?? ''

const isTold = ({ replies }: CaseResult): boolean => textOf(lastOf(replies)).includes(NOTICE)

/** Questions as people type, write and speak them: the right document answers, and what is written rightly stays. */
export const typosSuite: Suite = {
  name: 'typos',
  about: 'a wrong character in the word that counts does not cost the answer, and right words stay',
  groups: ['wrong', 'right'],
  async load() {
    return (await readDataset(DATASETS.typos)).map(({ id, input, tags, expected }) => {
      const documents = [expected.document, ...(expected.also ?? [])]
      return {
        id,
        tags: [...tags, expected.document === null ? 'right' : 'wrong'],
        messages: [input],
        expected: expected.document ?? 'left as it is written',
        judge(replies) {
          const reply = lastOf(replies)
          if (expected.document === null)
            return verdict([textOf(reply).includes(NOTICE) && 'changed what was right'])
          if (reply.family !== 'answered') return verdict([`refused: ${reply.outcome}`])
          const cited = reply.citations.some(({ document }) => documents.includes(document))
          return verdict([!cited && 'expected document not cited'])
        },
      }
    })
  },
  metrics(results) {
    const [wrong, right] = [tagged(results, 'wrong'), tagged(results, 'right')]
    return {
      answered: share(wrong, passed),
      ...Object.fromEntries(
        WRONG.map((kind) => [`answered_${kind}`, share(tagged(wrong, kind), passed)]),
      ),
      left_alone: share(right, passed),
      told: share(wrong, isTold),
    }
  },
}
