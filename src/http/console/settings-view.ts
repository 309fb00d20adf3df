import calendar from '../../../knowledge/tables/calendar.json' with { type: 'json' }
import catalogue from '../../../knowledge/tables/catalogue.json' with { type: 'json' }
import sla from '../../../knowledge/tables/sla.json' with { type: 'json' }
import type { Ports } from '../../ports.ts'
import { localDate } from '../../shared/clock.ts'
import { checkCatalogue, listCategories, RETENTION_DAYS } from '../../tickets/index.ts'

/** What this service runs by, as an administrator may see it: no key, no secret, no address beyond its host. */
export function viewSettings({
  config,
  runtime,
  clock,
}: Pick<Ports, 'config' | 'runtime' | 'clock'>) {
  const endpoint = config.OPENAI_BASE_URL
  return {
    runtime,
    operator: config.OPERATOR_NAME,
    jurisdiction: config.JURISDICTION,
    model: {
      host: endpoint === undefined ? null : new URL(endpoint).host,
      chat: config.CHAT_MODEL ?? null,
      embedding: config.EMBEDDING_MODEL ?? null,
      foreign_allowed: config.ALLOW_FOREIGN_MODEL,
      filing_no: config.MODEL_FILING_NO ?? null,
      daily_tokens: config.MODEL_DAILY_TOKENS,
    },
    sso:
      config.OIDC_ISSUER === undefined
        ? null
        : {
            name: config.OIDC_NAME,
            host: new URL(config.OIDC_ISSUER).host,
            claim: config.OIDC_CLAIM,
          },
    sla: { version: sla.version, rows: sla.rows },
    calendar: { years: Object.keys(calendar.years), missing: missingYears(clock.now()) },
    catalogue: {
      categories: listCategories().length,
      problems: checkCatalogue(catalogue),
    },
    retention: RETENTION_DAYS,
  }
}

/** The longest limit counted in working days runs into the next year from here on. */
const AHEAD_MS = 60 * 86_400_000

/** R-SLA-2: years that running or coming limits need and the calendar does not have; they count Monday to Friday. */
function missingYears(now: Date): string[] {
  const needed = [now, new Date(now.getTime() + AHEAD_MS)].map((at) => localDate(at).slice(0, 4))
  return [...new Set(needed)].filter((year) => !(year in calendar.years))
}
