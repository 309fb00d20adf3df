import type { Protection } from './protection.ts'

const RETENTION = 'src/tickets/privacy-retention.test.ts'
const SWEEP = 'src/tickets/privacy-retention.ts'

function term(
  id: string,
  says: string,
  row: Pick<Protection, 'takes' | 'find' | 'replace'> & { file?: string; name: string },
): Protection {
  const { name, ...rest } = row
  return {
    id,
    promise: '9.7 R-PRV-4',
    says,
    file: SWEEP,
    test: { file: RETENTION, name },
    project: 'unit',
    ...rest,
  }
}

const TERMS: readonly Protection[] = [
  term('term-conversations', 'a conversation goes after 180 days', {
    takes: 'the deletion of the conversation',
    find: `conversations: await all(() => dropConversations(ctx, { before: before('conversation'), at })),`,
    replace: 'conversations: 0,',
    name: 'a conversation goes after 180 days without a trace, one in use stays, and a second run finds nothing',
  }),
  term('term-in-use', 'a conversation in use stays', {
    takes: 'the look at its last activity',
    file: 'src/conversations/privacy-store.ts',
    find: 'where erased_at is null and last_active_at < ${input.before} and',
    replace: 'where erased_at is null and created_at < ${input.before} and',
    name: 'a conversation goes after 180 days without a trace, one in use stays, and a second run finds nothing',
  }),
  term('term-drafts', 'an unconfirmed draft goes after seven days', {
    takes: 'the deletion of the draft',
    find: `drafts: await all(() => dropDrafts(ctx, before('draft'))),`,
    replace: 'drafts: 0,',
    name: 'an unconfirmed draft goes after seven days, a confirmed one does not',
  }),
  term('term-draft-cards', 'its card leaves the history with it', {
    takes: 'the cards',
    find: 'await dropDraftCards(tx, { conversationId, draftIds })',
    replace: '',
    name: 'the card of a draft that went leaves the history and the stored stream with it',
  }),
  term('term-draft-live', 'its card leaves the live events with it', {
    takes: 'the deletion of the event',
    file: 'src/conversations/privacy-store.ts',
    find: "and data #>> '{message,id}' = ${row.id}`",
    replace: "and data #>> '{message,id}' = ${row.id} and false`",
    name: 'the card of a draft that went leaves the history and the stored stream with it',
  }),
  term('term-draft-pending', 'a conversation does not wait for a draft that went', {
    takes: 'the forgetting',
    file: 'src/conversations/privacy.ts',
    find: 'await forgetPendingDrafts(tx, { conversationId, draftIds: [...draftIds] })',
    replace: '',
    name: 'the card of a draft that went leaves the history and the stored stream with it',
  }),
  term('term-photos', 'a photo no ticket came of goes after seven days', {
    takes: 'the deletion of the photo',
    find: `photos: await all(() => deleteOldLoosePhotos(sql, { before: before('draft'), limit })),`,
    replace: 'photos: 0,',
    name: 'a photo no ticket came of goes after seven days, one on a ticket does not',
  }),
  term('term-identity', 'the person leaves a ticket a year after it is closed', {
    takes: 'the search for tickets whose year is over',
    find: `identities: await all(() => dropIdentities(ctx, { closedBefore: before('ticket_identity') })),`,
    replace: 'identities: 0,',
    name: 'identity goes a year after closing and the chain stays whole; an open ticket keeps it',
  }),
  term('term-facts', 'a ticket goes with its chain after five years', {
    takes: 'the deletion of the ticket',
    find: 'tickets: await all(() => withTransaction(sql, (tx) => deleteOldTickets(tx, { at, limit }))),',
    replace: 'tickets: 0,',
    name: 'facts go with their chain after five years, followers before the case they follow; nothing else may leave a chain',
  }),
  term('term-chain', 'nothing else may leave a chain', {
    takes: 'the refusal in the database',
    file: 'src/db/migrations/0081_privacy.sql',
    find: `raise exception 'ticket_history is append-only';`,
    replace: 'return old;',
    name: 'facts go with their chain after five years, followers before the case they follow; nothing else may leave a chain',
  }),
  term('term-sessions', 'where staff signed in from goes after half a year', {
    takes: 'the deletion of old sessions',
    find: `sessions: await all(() => deleteOldSessions(sql, { before: before('log'), limit })),`,
    replace: 'sessions: 0,',
    name: 'network logs go after half a year: sessions, counters, and what the nights deleted',
  }),
  term('term-counters', 'counters of callers go after a day', {
    takes: 'the deletion of old counters',
    find: 'limits: await deleteOldLimits(sql, new Date(at.getTime() - DAY_MS)),',
    replace: 'limits: 0,',
    name: 'network logs go after half a year: sessions, counters, and what the nights deleted',
  }),
  term('term-receipts', 'a receipt goes after three years, and the empty shell with it', {
    takes: 'the deletion of the shell',
    file: 'src/conversations/privacy-store.ts',
    find: 'await sql`delete from conversations where erased_at is not null and id in ${sql(ids)}`',
    replace: '',
    name: 'a receipt goes after three years, and the empty shell with it',
  }),
  term('term-report', 'every night leaves a report of what it deleted', {
    takes: 'the row of the night',
    find: 'await insertRetentionRun(sql, { at, counts, complete })',
    replace: '',
    name: 'the report of the nights is for administrators and auditors, numbers only',
  }),
  term('term-report-doors', 'the report is for administrators and auditors', {
    takes: 'the question who asks',
    file: 'src/tickets/retention-log.ts',
    find: `if (!hasRole(ctx.actor, 'admin', 'auditor')) throw new ForbiddenError('the retention report')`,
    replace: '',
    name: 'the report of the nights is for administrators and auditors, numbers only',
  }),
  term('term-night', 'it runs by itself, in the night', {
    takes: 'the job',
    file: 'src/jobs/run.ts',
    find: `  { name: 'retention', everySeconds: 86_400, atHour: 3, run: (ctx) => sweepRetention(ctx) },\n`,
    replace: '',
    name: 'runs at night, reports what it did, and says when it runs next',
  }),
]

const ACCESS_TEST = 'src/tickets/access.test.ts'
const READS =
  'R-ROLE-2: identity is sealed at rest, masked in views, and every reading is a row with its purpose'

const ACCESS: readonly Protection[] = [
  {
    id: 'access-row',
    promise: '9.7 R-ROLE-2',
    says: 'every reading of a contact is a row of the access log',
    takes: 'the row',
    file: 'src/tickets/staff.ts',
    find: `  await insertIdentityRead(ctx.sql, {
    id: newId('idr'),
    ticketId: ticket.id,
    staffId: staff.id,
    purpose: input.purpose.trim(),
    at: ctx.clock.now(),
  })
`,
    replace: '',
    test: { file: ACCESS_TEST, name: READS },
    project: 'unit',
  },
  {
    id: 'access-purpose',
    promise: '9.7 R-ROLE-2',
    says: 'a contact is read with a purpose',
    takes: 'the question for it',
    file: 'src/tickets/staff.ts',
    find: `if (input.purpose.trim() === '') throw new ValidationError('purpose', 'a purpose is needed')`,
    replace: '',
    test: { file: ACCESS_TEST, name: READS },
    project: 'unit',
  },
  {
    id: 'access-role',
    promise: '9.7 R-ROLE-2',
    says: 'partners and auditors read no contact',
    takes: 'the question for the role',
    file: 'src/tickets/staff.ts',
    find: `if (closed || staff.roles.every((role) => role === 'partner' || role === 'auditor')) {`,
    replace: 'if (closed) {',
    test: { file: ACCESS_TEST, name: READS },
    project: 'unit',
  },
  {
    id: 'access-sealed',
    promise: '9.7 R-ROLE-2',
    says: 'contacts lie sealed',
    takes: 'the seal',
    file: 'src/tickets/write-ticket.ts',
    find: 'sealed: await ctx.vault.encrypt(JSON.stringify(value)),',
    replace: 'sealed: JSON.stringify(value),',
    test: { file: ACCESS_TEST, name: READS },
    project: 'unit',
  },
  {
    id: 'access-log-doors',
    promise: '9.7 R-ROLE-2',
    says: 'the access log is for administrators and auditors, and names no resident',
    takes: 'the question who asks',
    file: 'src/tickets/identity-log.ts',
    find: `if (!hasRole(ctx.actor, 'admin', 'auditor')) throw new ForbiddenError('the access log')`,
    replace: '',
    test: {
      file: ACCESS_TEST,
      name: 'R-ROLE-2: the access log tells who read which ticket’s contact and why, to administrators and auditors',
    },
    project: 'unit',
  },
]

const WORDS: readonly Protection[] = [
  {
    id: 'masked-messages',
    promise: '9.7 R-PRV-1',
    says: 'messages are stored masked',
    takes: 'the mask',
    file: 'src/conversations/claim-turn.ts',
    find: 'storeMessage(tx, { conversation, id: ids.messageId, text: masked.text, at }),',
    replace: 'storeMessage(tx, { conversation, id: ids.messageId, text: input.text, at }),',
    test: {
      file: 'src/http/chat/chat.test.ts',
      name: 'R-PRV-1: nothing personal lies in the database in plain form, and the resident still sees it',
    },
    project: 'unit',
  },
  {
    id: 'masked-events',
    promise: '9.7 R-PRV-1',
    says: 'the events of a turn are stored masked',
    takes: 'the mask',
    file: 'src/conversations/turn-log.ts',
    find: 'const stored = mapStrings(event, (text) => maskKnown(text, input.masks))',
    replace: 'const stored = event',
    test: {
      file: 'src/conversations/turn-log.test.ts',
      name: 'R-PRV-1: what is said with a name in it is stored masked, and heard in plain words',
    },
    project: 'unit',
  },
  {
    id: 'masked-model',
    promise: '9.7 R-PRV-1',
    says: 'nothing personal reaches a model',
    takes: 'the mask at its door',
    file: 'src/llm/masking.ts',
    find: 'const result = maskPersonalData(message.content, { vault })',
    replace: 'const result = { text: message.content, vault }',
    test: {
      file: 'src/llm/openai-chat.test.ts',
      name: 'R-PRV-1: no original reaches the endpoint, and the answer holds it again',
    },
    project: 'unit',
  },
  {
    id: 'logs-paths',
    promise: '9.7 R-PRV-1',
    says: 'log lines name the route, not whose it was',
    takes: 'the pattern: the path goes in',
    file: 'src/http/middleware.ts',
    find: 'const { method, routePath: route } = c.req',
    replace: 'const { method, path: route } = c.req',
    test: {
      file: 'src/http/privacy/plain-words.test.ts',
      name: 'R-PRV-1: what a resident tells lies nowhere in plain form: no table, no blob, no log, no trace',
    },
    project: 'unit',
  },
  {
    id: 'notice-version',
    promise: '9.7 R-LBL-5',
    says: 'a conversation keeps which notice its resident saw',
    takes: 'the version',
    file: 'src/http/chat/routes.ts',
    find: 'return seen.success ? { noticeVersion: seen.data } : {}',
    replace: 'return seen.success ? {} : {}',
    test: {
      file: 'src/http/privacy/privacy.test.ts',
      name: 'R-LBL-5: the notice names operator, purpose, limits, model, channel and terms; its version is kept with the conversation',
    },
    project: 'unit',
  },
]

/** What time, readers and logs leave of a person. */
export const TRACES: readonly Protection[] = [...TERMS, ...ACCESS, ...WORDS]
