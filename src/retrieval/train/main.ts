import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readRankingArtefact } from '../ranking-model.ts'
import { fitModel, prepareTraining, type TrainingSet } from './fit-model.ts'
import { fitKnownPairs } from './fit-pairs.ts'
import { averageQuality, measureRanking, type Quality } from './measure.ts'
import { foldOf, isReported, readStard } from './stard.ts'
import { toArtefacts, writeArtefact } from './write-artefacts.ts'

// npm run train:retrieval -- --data <folder of STARD>   fits on the fitted part, writes the artefacts, reports on the reported part
// npm run train:retrieval -- --data <folder> --pairs    writes only which pairs of characters are known
// npm run train:retrieval -- --data <folder> --folds    also refits five times on four fifths of everything and reports on the fifth

const FOLDS = 5

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string', default: 'src/retrieval/model' },
    pairs: { type: 'boolean', default: false },
    folds: { type: 'boolean', default: false },
  },
})

if (options.data === undefined)
  throw new Error('Usage: npm run train:retrieval -- --data <folder of STARD>')
const data = options.data

function say(label: string, quality: Quality): void {
  const figures = [quality.recall10, quality.recall100, quality.mrr10].map((value) =>
    value.toFixed(3),
  )
  process.stdout.write(
    `${label}: ${quality.questions} questions, R@10 ${figures[0]}, R@100 ${figures[1]}, MRR@10 ${figures[2]}\n`,
  )
}

function crossValidate(set: TrainingSet): Quality {
  const parts: Quality[] = []
  for (let fold = 0; fold < FOLDS; fold += 1) {
    // The folds of the report are cut apart from those inside the fitting, which use other digits.
    const held = set.stard.questions.filter(({ id }) => foldOf(`cv ${id}`, FOLDS) === fold)
    const rest = set.stard.questions.filter(({ id }) => foldOf(`cv ${id}`, FOLDS) !== fold)
    parts.push(measureRanking(set, fitModel(set, rest), held))
    say(`fold ${fold + 1}`, averageQuality(parts.slice(-1)))
  }
  return averageQuality(parts)
}

const stard = readStard(data)
writeArtefact(options.out, 'known-pairs.json', fitKnownPairs(stard))
if (options.pairs) process.exit()

const set = prepareTraining(stard)
const fitted = set.stard.questions.filter(({ id }) => !isReported(id))
const reported = set.stard.questions.filter(({ id }) => isReported(id))
const source = `${fitted.length} of ${set.stard.questions.length} development questions of STARD: md5(id) mod 4 is not 0`
const artefacts = toArtefacts(set, fitModel(set, fitted), source)
const model = readRankingArtefact(artefacts.ranking, artefacts.embedding)
writeArtefact(options.out, 'ranking.json', artefacts.ranking)
writeArtefact(options.out, 'static-embedding.json', artefacts.embedding)

say('reported part, model as written', measureRanking(set, model, reported))
if (options.folds) say('five folds over all', crossValidate(set))
process.stdout.write(`artefacts in ${join(options.out)}\n`)
