export { retrievePassages, findOtherJurisdiction } from './retrieve.ts'
export type {
  RetrieveInput,
  RetrievalContext,
  RetrievalResult,
  RetrievalTrace,
} from './retrieve.ts'
export { applyRespellings, type Respelling } from './spelling/respell-words.ts'
export type { EvidenceGate } from './gate.ts'
export { toCitation, type Passage, type PassageScores, type DocumentStatus } from './passage.ts'
export {
  getDocumentView,
  getPassageView,
  loadPassages,
  listQuickQuestions,
} from './view-passage.ts'
export { LEVELS, rankLevel, sourceTypeOf, type Level, type SourceType } from './levels.ts'
export { indexChunk, INDEX_VERSION, type IndexableChunk } from './index-text.ts'
export { toResidentPath } from './place-path.ts'
export { tokenise, foldText } from './tokens.ts'
export { CHINESE_NUMERAL_CLASS, readChineseNumber } from './numerals.ts'
export { parseLexicon, type LexiconEntry } from './lexicon.ts'
export { replaceLexicon } from './lexicon-store.ts'
export { embedText } from './embed-text.ts'
