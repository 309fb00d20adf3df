import { z } from 'zod'
import {
  closeGaps,
  decideVersion,
  DecideVersionInput,
  discardVersion,
  editVersion,
  EditVersionInput,
  endSwitch,
  getKnowledge,
  getVersion,
  listGaps,
  listKnowledge,
  ListDocumentsInput,
  listSwitches,
  listVersions,
  ResolveGapsInput,
  restoreDocument,
  setSwitch,
  SetSwitchInput,
  startVersion,
  StartVersionInput,
  submitVersion,
  SubmitVersionInput,
  tryQuestion,
  TryQuestionInput,
  uploadVersion,
  withdrawDocument,
  WithdrawInput,
} from '../../knowledge-base/index.ts'
import { parseInput, readBytes, readJson } from '../body.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'

const tag = 'knowledge'
const BASE = '/api/console/knowledge'
const LARGEST_UPLOAD = 20 * 1024 * 1024
const Upload = z.object({
  name: z.string().trim().min(3).max(300),
  replaces: z.string().max(80).nullable().default(null),
})
const Revision = z.object({ revision: z.number().int() })

const id = (c: HttpContext): string => c.req.param('id') ?? ''

export function knowledgeRoutes(): Router {
  const router = createRouter()
  documentRoutes(router)
  newVersionRoutes(router)
  versionRoutes(router)
  gapRoutes(router)
  switchRoutes(router)
  return router
}

function documentRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: `${BASE}/documents`,
    summary: 'Published documents with their standing today and how often answers stood on them',
    tag,
    handler: asStaff(async (c) => {
      const input = parseInput(ListDocumentsInput, c.req.query())
      return c.json(await listKnowledge(serviceContext(c), input))
    }),
  })
  route(router, {
    method: 'get',
    path: `${BASE}/documents/{id}`,
    summary: 'One document: passages, versions, the answers that stood on it and how they ended',
    tag,
    handler: asStaff(async (c) => c.json(await getKnowledge(serviceContext(c), id(c)))),
  })
  route(router, {
    method: 'post',
    path: `${BASE}/documents/{id}/withdraw`,
    summary: 'Out of every answer at once, with a reason',
    tag,
    body: WithdrawInput,
    handler: asStaff(async (c) => {
      await withdrawDocument(serviceContext(c), id(c), await readJson(c, WithdrawInput))
      return c.json({ ok: true })
    }),
  })
  route(router, {
    method: 'post',
    path: `${BASE}/documents/{id}/restore`,
    summary: 'Back into answers, by a second person',
    tag,
    handler: asStaff(async (c) => {
      await restoreDocument(serviceContext(c), id(c))
      return c.json({ ok: true })
    }),
  })
}

function newVersionRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: `${BASE}/versions`,
    summary: 'What waits to be read, finished, submitted or decided',
    tag,
    handler: asStaff(async (c) => c.json(await listVersions(serviceContext(c)))),
  })
  route(router, {
    method: 'post',
    path: `${BASE}/versions`,
    summary: 'Start a version from a web address or from written text',
    tag,
    body: StartVersionInput,
    status: 201,
    handler: asStaff(async (c) =>
      c.json(await startVersion(serviceContext(c), await readJson(c, StartVersionInput)), 201),
    ),
  })
  route(router, {
    method: 'post',
    path: `${BASE}/uploads`,
    summary:
      'Start a version from a file: the body is the file, `name` and `replaces` are parameters',
    tag,
    status: 201,
    handler: asStaff(async (c) => {
      const { name, replaces } = parseInput(Upload, c.req.query())
      const bytes = await readBytes(c.req.raw, LARGEST_UPLOAD)
      return c.json(await uploadVersion(serviceContext(c), { name, replaces, bytes }), 201)
    }),
  })
}

function versionRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: `${BASE}/versions/{id}`,
    summary: 'A version with its passages and those it is to replace',
    tag,
    handler: asStaff(async (c) => c.json(await getVersion(serviceContext(c), id(c)))),
  })
  route(router, {
    method: 'patch',
    path: `${BASE}/versions/{id}`,
    summary: 'Correct fields or text; the version is read again',
    tag,
    body: EditVersionInput,
    handler: asStaff(async (c) =>
      c.json(await editVersion(serviceContext(c), id(c), await readJson(c, EditVersionInput))),
    ),
  })
  route(router, {
    method: 'post',
    path: `${BASE}/versions/{id}/questions`,
    summary: 'Search as if this version were published',
    tag,
    body: TryQuestionInput,
    handler: asStaff(async (c) =>
      c.json(await tryQuestion(serviceContext(c), id(c), await readJson(c, TryQuestionInput))),
    ),
  })
  route(router, {
    method: 'post',
    path: `${BASE}/versions/{id}/submit`,
    summary: 'Hand a version to the second person',
    tag,
    body: SubmitVersionInput,
    handler: asStaff(async (c) =>
      c.json(await submitVersion(serviceContext(c), id(c), await readJson(c, SubmitVersionInput))),
    ),
  })
  route(router, {
    method: 'post',
    path: `${BASE}/versions/{id}/decision`,
    summary: 'Publish or send back; never by an author',
    tag,
    body: DecideVersionInput,
    handler: asStaff(async (c) =>
      c.json(await decideVersion(serviceContext(c), id(c), await readJson(c, DecideVersionInput))),
    ),
  })
  route(router, {
    method: 'post',
    path: `${BASE}/versions/{id}/discard`,
    summary: 'Give a version up',
    tag,
    body: Revision,
    handler: asStaff(async (c) =>
      c.json(await discardVersion(serviceContext(c), id(c), await readJson(c, Revision))),
    ),
  })
}

function gapRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: `${BASE}/gaps`,
    summary: 'Questions without an answer, and down-voted answers, by meaning',
    tag,
    handler: asStaff(async (c) => c.json(await listGaps(serviceContext(c)))),
  })
  route(router, {
    method: 'post',
    path: `${BASE}/gaps/close`,
    summary: 'Take questions off the queue without a document',
    tag,
    body: ResolveGapsInput,
    handler: asStaff(async (c) =>
      c.json(await closeGaps(serviceContext(c), await readJson(c, ResolveGapsInput))),
    ),
  })
}

function switchRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: `${BASE}/switches`,
    summary: 'Topics the AI does not answer now, and earlier ones',
    tag,
    handler: asStaff(async (c) => c.json(await listSwitches(serviceContext(c)))),
  })
  route(router, {
    method: 'post',
    path: `${BASE}/switches`,
    summary: 'Silence the AI, whole or on a topic, with a reason residents see',
    tag,
    body: SetSwitchInput,
    status: 201,
    handler: asStaff(async (c) =>
      c.json(await setSwitch(serviceContext(c), await readJson(c, SetSwitchInput)), 201),
    ),
  })
  route(router, {
    method: 'post',
    path: `${BASE}/switches/{id}/lift`,
    summary: 'Let the AI answer again',
    tag,
    handler: asStaff(async (c) => {
      await endSwitch(serviceContext(c), id(c))
      return c.json({ ok: true })
    }),
  })
}
