import type { PassageView } from '../protocol/conversations.ts'
import type { Citation } from '../protocol/turn-events.ts'
import type { Level, SourceType } from './levels.ts'

export type DocumentStatus = 'effective' | 'superseded' | 'repealed' | 'not_yet'

export type PassageScores = {
  /** BM25 without what the source's prior added. */
  lexical: number | null
  /** Inner product with the built-in embedding. */
  meaning: number | null
  /** Cosine with the configured embedding model. */
  dense: number | null
  /** After ranking, as a share of the best: 1 is the first passage. */
  fused: number
  rerank: number | null
}

/** A chunk of a document as search returns it: all that a citation, an answer and a trace need. */
export type Passage = {
  passageId: string
  documentId: string
  title: string
  heading: string
  /** Book and chapter of a law, parent headings of a guide. */
  path: string
  articleNo: string | null
  docNo: string | null
  issuer: string
  level: Level
  levelRank: number
  /** Division-code prefix: '' national. */
  jurisdiction: string
  sourceType: SourceType
  /** On the day the question was asked for. */
  status: DocumentStatus
  publishedAt: string | null
  effectiveFrom: string | null
  /** Last day in force. */
  effectiveTo: string | null
  asOf: string | null
  sourceName: string
  sourceVersion: string
  /** 转述: not the official wording. */
  restated: boolean
  anchor: string
  page: number | null
  /** Place of the passage in its document. */
  ordinal: number
  text: string
  relatedQuestions: string[]
  /** 1-based. */
  rank: number
  scores: PassageScores
  /** A passage of higher level, or newer at the same level, that speaks about the same matter (R-KB-2). */
  outrankedBy: string | null
}

export function toCitation(passage: Passage, n: number, quote: string): Citation {
  return {
    n,
    passage_id: passage.passageId,
    document_id: passage.documentId,
    title: passage.title,
    heading: passage.heading,
    article_no: passage.articleNo,
    doc_no: passage.docNo,
    issuer: passage.issuer,
    level: passage.level,
    source_type: passage.sourceType,
    effective_from: passage.effectiveFrom,
    effective_to: passage.effectiveTo,
    as_of: passage.asOf,
    quote,
  }
}

export function toPassageView(
  passage: Passage,
  around: { before: string | null; after: string | null },
): PassageView {
  return {
    passage_id: passage.passageId,
    document: {
      id: passage.documentId,
      title: passage.title,
      issuer: passage.issuer,
      doc_no: passage.docNo,
      level: passage.level,
      jurisdiction: passage.jurisdiction,
      source_type: passage.sourceType,
      status: passage.status,
      effective_from: passage.effectiveFrom,
      effective_to: passage.effectiveTo,
      as_of: passage.asOf,
      source_name: passage.sourceName,
      source_version: passage.sourceVersion,
      restated: passage.restated,
    },
    heading: passage.heading,
    article_no: passage.articleNo,
    anchor: passage.anchor,
    page: passage.page,
    text: passage.text,
    before: around.before,
    after: around.after,
  }
}
