import { z } from 'zod'
import { withTransaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import { NotFoundError } from '../shared/errors.ts'
import { retrievePassages, type RetrievalResult } from '../retrieval/index.ts'
import { requireReader } from './access.ts'
import { findVersion, pretendPublished } from './version-store.ts'

export const TryQuestionInput = z.object({
  question: z.string().trim().min(1).max(500),
  jurisdiction: z
    .string()
    .regex(/^\d{0,12}$/)
    .optional(),
})

export type Trial = {
  answerable: boolean
  passages: {
    passageId: string
    title: string
    heading: string
    articleNo: string | null
    text: string
    score: number
    fromThisVersion: boolean
  }[]
}

class Undo extends Error {}

/**
 * The production search over the knowledge base as it would be with this version published. It runs in a transaction
 * that is always rolled back; the model endpoints are left out, since no network may stand inside one.
 */
export async function tryQuestion(
  ctx: ServiceContext,
  id: string,
  input: z.output<typeof TryQuestionInput>,
): Promise<Trial> {
  requireReader(ctx)
  const version = await findVersion(ctx.sql, id)
  const documentId = version?.documentId ?? null
  if (version === undefined || documentId === null) throw new NotFoundError('version', id)
  const own = version.fields['jurisdiction']
  const place = input.jurisdiction ?? (typeof own === 'string' && own !== '' ? own : undefined)
  let found: RetrievalResult | undefined
  try {
    await withTransaction(ctx.sql, async (tx) => {
      await pretendPublished(tx, { documentId, replaces: version.replacesDocumentId })
      found = await retrievePassages(
        { ...ctx, sql: tx, embeddingModel: undefined, rerankModel: undefined },
        { question: input.question, ...(place === undefined ? {} : { jurisdiction: place }) },
      )
      throw new Undo()
    })
  } catch (error) {
    if (!(error instanceof Undo)) throw error
  }
  return {
    answerable: found?.gate.answerable ?? false,
    passages: (found?.passages ?? []).map((passage) => ({
      passageId: passage.passageId,
      title: passage.title,
      heading: passage.heading,
      articleNo: passage.articleNo,
      text: passage.text,
      score: passage.scores.fused,
      fromThisVersion: passage.documentId === documentId,
    })),
  }
}
