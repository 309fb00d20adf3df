import { z } from 'zod'
import { emergencyNumbers } from '../../answering/index.ts'
import { describeStaffHours, isStaffHours } from '../../answering/index.ts'
import { getDocumentView, getPassageView, listQuickQuestions } from '../../retrieval/index.ts'
import { expectWait, transcribeSpeech } from '../../conversations/index.ts'
import {
  DivisionList,
  DocumentView,
  MAX_MESSAGE_LENGTH,
  PassageView,
  SiteInfo,
  TranscriptionResponse,
} from '../../protocol/conversations.ts'
import type { ServiceContext } from '../../ports.ts'
import { noticeChannels } from '../../tickets/index.ts'
import { divisionName, listDivisions } from '../../regions/index.ts'
import { parseInput, readBytes } from '../body.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { limitRequests } from '../limits.ts'
import { createRouter, route, type Router } from '../router.ts'

export function siteRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/api/site',
    summary: 'What the resident page needs before the first message',
    tag: 'site',
    response: SiteInfo,
    handler: async (c) => c.json(await siteInfo(serviceContext(c), c.get('locale'))),
  })
  route(router, {
    method: 'get',
    path: '/api/divisions',
    summary: 'Districts, or the streets or communities of `parent`',
    tag: 'site',
    response: DivisionList,
    handler: async (c) => {
      const { parent } = parseInput(Parent, c.req.query())
      c.header('Cache-Control', 'public, max-age=3600')
      return c.json(childrenOf(parent === '' ? undefined : parent))
    },
  })
  route(router, {
    method: 'get',
    path: '/api/passages/{id}',
    summary: 'The passage a citation opens, inside its document',
    tag: 'site',
    response: PassageView,
    handler: async (c) => c.json(await getPassageView(serviceContext(c), c.req.param('id') ?? '')),
  })
  route(router, {
    method: 'get',
    path: '/api/passages/{id}/document',
    summary: 'The document around a passage, section by section',
    tag: 'site',
    response: DocumentView,
    handler: async (c) => c.json(await getDocumentView(serviceContext(c), c.req.param('id') ?? '')),
  })
  route(router, {
    method: 'post',
    path: '/api/transcriptions',
    summary:
      'Speech to text: the recording as the body. 404 unless the operator set a model for it',
    tag: 'site',
    response: TranscriptionResponse,
    handler: postTranscription,
  })
  return router
}

const Parent = z.object({
  parent: z
    .string()
    .regex(/^(?:\d{6}|\d{9})?$/)
    .default(''),
})

function childrenOf(parent: string | undefined): DivisionList {
  return {
    divisions: listDivisions(parent).map(({ code, short }) => ({
      code,
      name: short,
      full_name: divisionName(code) ?? short,
      parent_name: parent === undefined ? null : divisionName(parent),
    })),
  }
}

/** A minute of speech in any of the containers browsers record. */
const MAX_AUDIO_BYTES = 4 * 1024 * 1024

async function postTranscription(c: HttpContext): Promise<Response> {
  await limitRequests(c, 'transcription')
  const bytes = await readBytes(c.req.raw, MAX_AUDIO_BYTES)
  const type = c.req.header('Content-Type') ?? ''
  return c.json(
    await transcribeSpeech(serviceContext(c), { bytes, type, signal: c.req.raw.signal }),
  )
}

function voiceOf({ config, transcriptionModel }: ServiceContext): SiteInfo['voice'] {
  if (transcriptionModel !== undefined) return 'service'
  return config.BROWSER_SPEECH ? 'browser' : 'off'
}

async function siteInfo(ctx: ServiceContext, locale: 'zh-CN' | 'en'): Promise<SiteInfo> {
  const { config } = ctx
  return {
    name: config.SITE_NAME,
    operator: config.OPERATOR_NAME,
    locale,
    purpose:
      locale === 'en'
        ? 'Answers policy questions from official documents and helps you file a request.'
        : '根据收录的文件回答政策问题，帮您把问题登记成工单，由工作人员办理。',
    complaint_channel: config.COMPLAINT_CHANNEL,
    model:
      config.CHAT_MODEL === undefined
        ? null
        : { name: config.CHAT_MODEL, filing_no: config.MODEL_FILING_NO ?? '' },
    phone: { number: config.HOTLINE_NUMBER, name: config.HOTLINE_NAME },
    emergency_numbers: emergencyNumbers()
      .filter(({ number }) => ['110', '119', '120', '122'].includes(number))
      .map(({ number, name }) => ({ number, name })),
    quick_questions: await listQuickQuestions(ctx, { limit: 6 }),
    staff_hours: {
      text: describeStaffHours(config.STAFF_HOURS, locale),
      open_now: isStaffHours(config.STAFF_HOURS, ctx.clock.now()),
    },
    staff_wait: await expectWait(ctx, (at) => isStaffHours(config.STAFF_HOURS, at)),
    max_message_length: MAX_MESSAGE_LENGTH,
    voice: voiceOf(ctx),
    notice_channels: await noticeChannels(ctx),
  }
}
