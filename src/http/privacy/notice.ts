import table from '../../../knowledge/tables/privacy.json' with { type: 'json' }
import type { Config } from '../../config.ts'
import type { PrivacyNotice, RetentionKind } from '../../protocol/privacy.ts'
import { sha256Hex } from '../../shared/ids.ts'
import { RETENTION_DAYS } from '../../tickets/index.ts'
import { periodText, sayIn, type Say } from './texts.ts'

/** R-LBL-5 and R-PRV-6: said before the first message, and again whenever it changes. */
export async function privacyNotice(
  config: Config,
  locale: 'zh-CN' | 'en',
): Promise<PrivacyNotice> {
  const content = noticeIn(config, sayIn(locale))
  // One version for all languages: whoever read it in Chinese has read it.
  const original = noticeIn(config, sayIn('zh-CN'))
  const digest = await sha256Hex(JSON.stringify(original))
  return { version: `${table.version}-${digest.slice(0, 8)}`, ...content }
}

function noticeIn(config: Config, say: Say): Omit<PrivacyNotice, 'version'> {
  const period = (kind: RetentionKind): string => periodText(RETENTION_DAYS[kind], say)
  return {
    operator: config.OPERATOR_NAME,
    purpose: say('purpose'),
    limits: say('limits'),
    model:
      config.CHAT_MODEL === undefined
        ? say('model_none')
        : say('model_named', {
            name: config.CHAT_MODEL,
            filing: config.MODEL_FILING_NO ?? say('filing_none'),
          }),
    complaint: config.COMPLAINT_CHANNEL,
    retention: say('retention', {
      conversation: period('conversation'),
      draft: period('draft'),
      identity: period('ticket_identity'),
      facts: period('ticket_facts'),
    }),
    details: [
      say('detail_data'),
      say('detail_masking'),
      say('detail_basis'),
      say('detail_training'),
      ...modelLines(config, say),
      ...(config.BROWSER_SPEECH ? [say('detail_browser_speech')] : []),
      ...(config.RESIDENT_NOTICES.length > 0 ? [say('detail_notices')] : []),
      say('detail_minor'),
      say('detail_log', { log: period('log'), receipt: period('receipt') }),
      say('detail_rights'),
    ],
  }
}

function modelLines(config: Config, say: Say): string[] {
  const endpoints = [config.OPENAI_BASE_URL, config.RERANK_URL].filter((url) => url !== undefined)
  if (endpoints.length === 0) return [say('detail_model_none')]
  const { processor, region } = table.model_service
  const hosts = new Set(endpoints.map((url) => new URL(url).host))
  return [
    ...[...hosts].map((host) =>
      say('detail_model', {
        host,
        processor: processor ?? say('detail_unknown'),
        region: region ?? say('detail_unknown'),
      }),
    ),
    ...(config.TRANSCRIPTION_MODEL === undefined ? [] : [say('detail_voice')]),
    ...(config.ALLOW_FOREIGN_MODEL ? [say('detail_foreign')] : []),
  ]
}
