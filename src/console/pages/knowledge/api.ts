import { call, post } from '../../shared/api.ts'

export type Chunk = {
  passageId: string
  heading: string
  path: string
  articleNo: string | null
  page: number | null
  text: string
  relatedQuestions: string[]
}
export type Standing = 'in_force' | 'scheduled' | 'ended' | 'withdrawn'
export type DocumentItem = {
  id: string
  title: string
  issuer: string
  docNo: string | null
  level: string
  jurisdiction: string
  effectiveFrom: string | null
  effectiveTo: string | null
  reviewDue: string | null
  reviewedBy: string | null
  origin: string
  chunks: number
  updatedAt: string
  standing: Standing
  uses: number
}
export type VersionState =
  | 'pending_parse'
  | 'unreadable'
  | 'draft'
  | 'submitted'
  | 'published'
  | 'discarded'
export type Version = {
  id: string
  number: number
  state: VersionState
  title: string
  fields: Record<string, unknown>
  edits: Record<string, unknown>
  documentId: string | null
  replacesDocumentId: string | null
  sourceKind: 'file' | 'url' | 'text'
  sourceName: string
  problems: { field: string | null; message: string }[]
  authors: string[]
  note: string
  createdByName: string
  createdAt: string
  submittedBy: string | null
  submittedByName: string | null
  submittedAt: string | null
  decidedByName: string | null
  decidedAt: string | null
  decisionReason: string
  revision: number
}
export type Use = {
  turnId: string
  question: string
  outcome: string
  vote: 'up' | 'down' | null
  at: string
}
export type DocumentDetail = {
  document: DocumentItem
  withdrawal: { reason: string; withdrawnByName: string; withdrawnAt: string } | null
  chunks: Chunk[]
  versions: Version[]
  uses: Use[]
  outcomes: Record<string, number>
}
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
export type GapGroup = {
  question: string
  count: number
  downVoted: number
  lastAt: string
  ids: string[]
  others: string[]
  staffAnswer: string | null
}
export type TopicSwitch = {
  id: string
  scope: 'all' | 'topic'
  name: string
  words: string[]
  reason: string
  setByName: string
  setAt: string
  liftedByName: string | null
  liftedAt: string | null
}

const BASE = '/api/console/knowledge'
const of = (id: string): string => encodeURIComponent(id)
type Edits = Record<string, unknown>

export const knowledge = {
  documents: (text: string) =>
    call<{ documents: DocumentItem[]; usesDays: number }>(`${BASE}/documents?text=${of(text)}`),
  document: (id: string) => call<DocumentDetail>(`${BASE}/documents/${of(id)}`),
  withdraw: (id: string, reason: string) =>
    call(`${BASE}/documents/${of(id)}/withdraw`, post({ reason })),
  restore: (id: string) => call(`${BASE}/documents/${of(id)}/restore`, post({})),
  versions: () => call<{ versions: Version[] }>(`${BASE}/versions`),
  version: (id: string) =>
    call<{ version: Version; chunks: Chunk[]; replaced: Chunk[] }>(`${BASE}/versions/${of(id)}`),
  start: (body: unknown) => call<Version>(`${BASE}/versions`, post(body)),
  upload: (file: File, replaces: string | null) => {
    const query = new URLSearchParams({ name: file.name })
    if (replaces !== null) query.set('replaces', replaces)
    return call<Version>(`${BASE}/uploads?${query}`, { method: 'POST', body: file })
  },
  edit: (version: Version, edits: Edits) =>
    call<Version>(`${BASE}/versions/${of(version.id)}`, {
      method: 'PATCH',
      body: JSON.stringify({ revision: version.revision, edits }),
    }),
  tryQuestion: (id: string, question: string) =>
    call<Trial>(`${BASE}/versions/${of(id)}/questions`, post({ question })),
  submit: (version: Version, note: string) =>
    call<Version>(
      `${BASE}/versions/${of(version.id)}/submit`,
      post({ revision: version.revision, note }),
    ),
  decide: (version: Version, decision: 'publish' | 'send_back', reason: string) =>
    call<Version>(
      `${BASE}/versions/${of(version.id)}/decision`,
      post({ revision: version.revision, decision, reason }),
    ),
  discard: (version: Version) =>
    call<Version>(
      `${BASE}/versions/${of(version.id)}/discard`,
      post({ revision: version.revision }),
    ),
  gaps: () => call<{ groups: GapGroup[]; sampled: number }>(`${BASE}/gaps`),
  closeGaps: (ids: readonly string[]) => call(`${BASE}/gaps/close`, post({ ids })),
  switches: () => call<{ switches: TopicSwitch[] }>(`${BASE}/switches`),
  setSwitch: (body: unknown) => call(`${BASE}/switches`, post(body)),
  liftSwitch: (id: string) => call(`${BASE}/switches/${of(id)}/lift`, post({})),
}
