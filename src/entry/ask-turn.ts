import { runTurn, viewTurnTrace } from '../answering/index.ts'
import { claimTurn, createConversation, followTurn } from '../conversations/index.ts'
import type { ServiceContext } from '../ports.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import type { TurnTraceView } from '../protocol/turn-trace.ts'

/** One whole turn, as a resident's message runs it, and the lines that tell what it did. */
export async function askTurn(ctx: ServiceContext, text: string): Promise<string[]> {
  const conversation = await createConversation(ctx)
  const claim = await claimTurn(ctx, {
    conversationId: conversation.id,
    clientTurnId: crypto.randomUUID(),
    text,
  })
  if (claim.kind !== 'claimed') throw new Error('a new conversation has no turn yet')
  const turnId = claim.turn.id
  ctx.defer('turn', () => runTurn(ctx, claim.turn))
  const said: string[] = []
  const { signal } = new AbortController()
  for await (const entry of followTurn(ctx, { turnId, afterSeq: 0, signal })) {
    if (entry !== 'heartbeat') said.push(...linesOf(entry.event))
  }
  return [...said, '', ...traceLines(await viewTurnTrace(ctx, turnId))]
}

function linesOf(event: TurnEvent): string[] {
  switch (event.type) {
    case 'answer.sentence':
      return [`${event.text}${event.citations.map((n) => ` [${n}]`).join('')}`]
    case 'answer.citations':
      return []
    case 'emergency':
      return [event.card.text]
    case 'choices':
      return [event.prompt, ...event.choices.map(({ label }) => `  · ${label}`)]
    case 'handoff':
      return [event.text]
    case 'ticket.draft':
      return event.drafts.map((draft) => JSON.stringify(draft))
    case 'turn.failed':
      return [`${event.code}: ${event.message}`]
    case 'turn.started':
    case 'turn.progress':
    case 'turn.completed':
      return []
  }
}

export function traceLines(trace: TurnTraceView): string[] {
  const width = Math.max(...trace.steps.map(({ step }) => step.length), 4)
  const steps = trace.steps.map((step) => {
    const prompt = step.prompt_id === null ? '' : ` · ${step.prompt_id} v${step.prompt_version}`
    const model =
      step.model === null
        ? ''
        : ` · ${step.model} · ${step.input_tokens} + ${step.output_tokens} tokens`
    const details = Object.keys(step.details).length === 0 ? '' : ` ${JSON.stringify(step.details)}`
    const duration = `${step.duration_ms.toFixed(1).padStart(8)} ms`
    return `  ${step.step.padEnd(width)} ${duration}${prompt}${model}${details}`
  })
  const passages = trace.passages.map((passage) => {
    const scores = Object.entries(passage.scores).map(
      ([name, score]) => `${name} ${score.toFixed(3)}`,
    )
    return `  ${passage.rank}. ${passage.title ?? passage.passage_id} ${passage.article ?? ''}${passage.used ? ' · used' : ''} · ${scores.join(' ')}`
  })
  return [
    `${trace.turn_id} · ${trace.status} · ${trace.outcome ?? '–'}`,
    'steps',
    ...steps,
    ...gateLine(trace),
    ...(passages.length === 0 ? [] : ['passages', ...passages]),
  ]
}

function gateLine(trace: TurnTraceView): string[] {
  const gate = trace.steps.find(({ step }) => step === 'retrieve')?.details['gate'] as
    | { answerable: boolean; score: number; threshold: number }
    | undefined
  if (gate === undefined) return []
  const word = gate.answerable ? 'sufficient' : 'not sufficient'
  return [`evidence ${word} · ${gate.score.toFixed(3)} against ${gate.threshold}`]
}
