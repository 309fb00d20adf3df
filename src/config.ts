import { z } from 'zod'
import { NOTICE_CHANNELS } from './protocol/notices.ts'

const optionalText = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.string().optional(),
)
const url = (protocols: readonly string[]) =>
  z.preprocess(
    (value) => (value === '' ? undefined : value),
    z
      .string()
      .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
        message: `must be a URL with ${protocols.join(' or ')}`,
      })
      .optional(),
  )
const flag = z
  .enum(['true', 'false', ''])
  .default('false')
  .transform((text) => text === 'true')
/** `2,8` or `2,8,0.5`: yuan for a million tokens in, out and read from the endpoint's cache. */
const modelPrice = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z
    .string()
    .regex(/^\d+(?:\.\d+)?,\d+(?:\.\d+)?(?:,\d+(?:\.\d+)?)?$/, 'must be in,out or in,out,cached')
    .transform((text) => {
      const [input = 0, output = 0, cached] = text.split(',').map((yuan) => Number(yuan) * 100)
      return { input, output, ...(cached === undefined ? {} : { cached }) }
    })
    .optional(),
)
const hhmm = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/)

const Settings = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8787),
  DATA_DIR: z.string().min(1).default('data'),
  DATABASE_URL: url(['postgres:', 'postgresql:']),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
  SECRET_KEY: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.string().min(32, 'needs at least 32 characters of random text').optional(),
  ),
  /** Keys that may still open what they sealed, while the reseal job works: remove them when it reports none left. */
  SECRET_KEY_FORMER: z.string().optional(),
  PUBLIC_URL: url(['http:', 'https:']),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(
      z.array(z.string().regex(/^[0-9a-fA-F.:]+(\/\d{1,3})?$/, 'must be addresses or CIDR ranges')),
    ),
  OPENAI_BASE_URL: url(['http:', 'https:']),
  OPENAI_API_KEY: optionalText,
  CHAT_MODEL: optionalText,
  EMBEDDING_MODEL: optionalText,
  TRANSCRIPTION_MODEL: optionalText,
  /** The browser's own recognition may send speech abroad: only an operator can allow it. */
  BROWSER_SPEECH: flag,
  EVIDENCE_THRESHOLD: z.coerce.number().gt(0).lt(1).optional(),
  RERANK_URL: url(['http:', 'https:']),
  RERANK_MODEL: optionalText,
  MODEL_TIMEOUT_MS: z.coerce.number().int().min(100).max(300_000).default(20_000),
  CHAT_MODEL_PRICE: modelPrice,
  EMBEDDING_MODEL_PRICE: modelPrice,
  MODEL_DAILY_TOKENS: z.coerce.number().int().min(0).default(5_000_000),
  ALLOW_FOREIGN_MODEL: flag,
  MODEL_FILING_NO: optionalText,
  TURN_DEADLINE_MS: z.coerce.number().int().min(1_000).max(300_000).default(60_000),
  JURISDICTION: z
    .string()
    .regex(/^\d{6}$/, 'must be a six-digit division code')
    .default('420100'),
  TICKET_PREFIX: z
    .string()
    .regex(/^[A-Z]{2,4}$/)
    .default('WH'),
  SITE_NAME: z.string().default('AI网格员'),
  OPERATOR_NAME: z.string().default('示例社区(未设置运营单位)'),
  COMPLAINT_CHANNEL: z.string().default('12345'),
  HOTLINE_NUMBER: z
    .string()
    .regex(/^[0-9-]{3,20}$/)
    .default('12345'),
  HOTLINE_NAME: z.string().default('政务服务热线'),
  STAFF_HOURS: z
    .string()
    .default('08:30-12:00,14:00-17:30')
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(hhmm).min(1)),
  /** How residents may ask to be told of their ticket: `sms,email,mini_program`. Nothing: the page offers nothing. */
  RESIDENT_NOTICES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.enum(NOTICE_CHANNELS, 'must be of sms, email, mini_program'))),
  /** A city's own identity provider (OpenID Connect), for accounts an administrator has linked to it. */
  OIDC_ISSUER: url(['https:', 'http:']),
  OIDC_CLIENT_ID: optionalText,
  OIDC_CLIENT_SECRET: optionalText,
  /** The claim that names a person for good; what an administrator enters when linking. */
  OIDC_CLAIM: z.string().min(1).default('sub'),
  OIDC_NAME: z.string().min(1).default('单位统一认证'),
  /** Lets a scraper on another machine read /metrics; without it only this machine may. */
  METRICS_TOKEN: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.string().min(16, 'needs at least 16 characters').optional(),
  ),
  /** Turns are traced to `<endpoint>/v1/traces` (OTLP over HTTP), without any text. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['http:', 'https:']),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
})

export type Config = Omit<z.infer<typeof Settings>, 'SECRET_KEY'> & {
  SECRET_KEY: string | undefined
}
export const SETTING_NAMES = Object.keys(Settings.shape)

/** A missing or wrong setting: the process refuses to start and names every key. */
export class ConfigError extends Error {
  readonly keys: readonly string[]

  constructor(problems: readonly { key: string; problem: string }[]) {
    super(
      `Wrong settings:\n${problems.map(({ key, problem }) => `  ${key}: ${problem}`).join('\n')}`,
    )
    this.name = 'ConfigError'
    this.keys = problems.map(({ key }) => key)
  }
}

/** Reads nothing from the process: the entry passes its environment in. Throws ConfigError. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = Settings.safeParse(environment)
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => ({
        key: String(issue.path[0] ?? '?'),
        problem: issue.message,
      })),
    )
  }
  const config = parsed.data
  const problems: { key: string; problem: string }[] = []
  if (config.DATABASE_URL && !config.SECRET_KEY) {
    problems.push({ key: 'SECRET_KEY', problem: 'is required with DATABASE_URL' })
  }
  const models = [config.CHAT_MODEL, config.EMBEDDING_MODEL, config.TRANSCRIPTION_MODEL]
  if (config.OPENAI_BASE_URL && !models.some(Boolean)) {
    problems.push({
      key: 'CHAT_MODEL',
      problem: 'a model name is required with OPENAI_BASE_URL',
    })
  }
  if (models.some(Boolean) && !config.OPENAI_BASE_URL) {
    problems.push({
      key: 'OPENAI_BASE_URL',
      problem: 'is required with CHAT_MODEL, EMBEDDING_MODEL or TRANSCRIPTION_MODEL',
    })
  }
  problems.push(...checkOidc(config))
  if (problems.length > 0) throw new ConfigError(problems)
  return { ...config, SECRET_KEY: config.SECRET_KEY }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

function checkOidc(config: z.infer<typeof Settings>): { key: string; problem: string }[] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client } = config
  if (issuer === undefined) {
    const given = client !== undefined || config.OIDC_CLIENT_SECRET !== undefined
    return given ? [{ key: 'OIDC_ISSUER', problem: 'is required with OIDC_CLIENT_ID' }] : []
  }
  if (client === undefined)
    return [{ key: 'OIDC_CLIENT_ID', problem: 'is required with OIDC_ISSUER' }]
  const { protocol, hostname } = new URL(issuer)
  return protocol === 'http:' && !LOOPBACK.has(hostname)
    ? [{ key: 'OIDC_ISSUER', problem: 'must be https, except on this machine itself' }]
    : []
}
