import type { Protection } from './protection.ts'

const PRIVACY_TEST = 'src/http/privacy/privacy.test.ts'
const GONE = {
  file: PRIVACY_TEST,
  name: 'R-PRV-3: after the deletion no table holds a word of it, in plain, masked or sealed form',
}
const LATER = {
  file: PRIVACY_TEST,
  name: 'R-PRV-3: an open ticket keeps its facts, and loses the person in the night after it is closed',
}
const EXPORT = {
  file: PRIVACY_TEST,
  name: 'R-PRV-3: the export holds every message unmasked, outcomes, feedback, hand-over and drafts, marked as AI text',
}
const STORE = 'src/conversations/privacy-store.ts'
const IDENTITY = 'src/tickets/privacy-identity.ts'

type Taken = Pick<Protection, 'takes' | 'find' | 'replace'> & {
  file?: string
  test?: Protection['test']
}

/** One kind of data that has to go with a conversation. */
function kept(id: string, says: string, row: Taken): Protection {
  return {
    id,
    promise: '9.7 R-PRV-3',
    says: `a deletion takes ${says}`,
    file: STORE,
    test: GONE,
    project: 'unit',
    ...row,
  }
}

const DELETION: readonly Protection[] = [
  kept('delete-messages', 'what was said', {
    takes: 'the deletion of the messages',
    find: 'delete from messages where conversation_id',
    replace: 'delete from messages where false and conversation_id',
  }),
  kept('delete-turns', 'the turns with their traces and events', {
    takes: 'the deletion of the turns',
    find: 'delete from turns where conversation_id',
    replace: 'delete from turns where false and conversation_id',
  }),
  kept('delete-live-events', 'the live events', {
    takes: 'the deletion of the events',
    find: 'delete from live_events where topic = ${conversationTopic(id)}',
    replace: 'delete from live_events where false and topic = ${conversationTopic(id)}',
  }),
  kept('delete-gaps', 'the questions nobody could answer', {
    takes: 'the deletion of the gaps',
    find: 'delete from knowledge_gaps where turn_id in',
    replace: 'delete from knowledge_gaps where false and turn_id in',
  }),
  kept('delete-notes', 'the notes of staff', {
    takes: 'the deletion of the notes',
    find: 'delete from conversation_notes where conversation_id',
    replace: 'delete from conversation_notes where false and conversation_id',
  }),
  kept('delete-staff-drafts', 'replies that were drafted for staff', {
    takes: 'the deletion of the drafted replies',
    find: 'delete from staff_drafts where conversation_id',
    replace: 'delete from staff_drafts where false and conversation_id',
  }),
  kept('delete-names', 'the names and numbers, which lie sealed', {
    takes: 'the emptying of the sealed field',
    find: 'pending = null, private = null,',
    replace: 'pending = null,',
  }),
  kept('delete-pending', 'what a started report holds already', {
    takes: 'the emptying of the started report',
    find: 'pending = null, private = null,',
    replace: 'private = null,',
  }),
  kept('delete-alerts', 'the words of an alert to staff', {
    takes: 'the emptying of the alert',
    find: `update staff_alerts set summary = '', division_code`,
    replace: 'update staff_alerts set division_code',
  }),
  kept('delete-handoffs', 'the reason why a person was asked for', {
    takes: 'the emptying of the reason',
    find: `update handoffs set state = 'closed', reason = '',`,
    replace: `update handoffs set state = 'closed',`,
  }),
  kept('delete-drafts', 'drafts of tickets', {
    takes: 'the deletion of the drafts',
    file: 'src/tickets/privacy-store.ts',
    find: 'delete from ticket_drafts where conversation_id',
    replace: 'delete from ticket_drafts where false and conversation_id',
  }),
  kept('delete-photos', 'photos', {
    takes: 'the deletion of the photos',
    file: 'src/tickets/privacy-delete.ts',
    find: 'const photos = await deletePhotosOf(tx, { conversationId: conversation.id })',
    replace: 'const photos = 0',
  }),
  kept('delete-notices', 'where notices of its ticket went', {
    takes: 'the forgetting of the address',
    file: 'src/tickets/privacy-delete.ts',
    find: 'await forgetContact(tx, { id: ticket.id, ticketNo: ticket.ticket_no })',
    replace: '',
    test: {
      file: PRIVACY_TEST,
      name: 'R-PRV-3: where notices of a ticket went is in the export, and gone with the conversation',
    },
  }),
  kept('delete-late-draft', 'also a draft that comes too late', {
    takes: 'the refusal in the database',
    file: 'src/db/migrations/0081_privacy.sql',
    find: `raise exception 'conversation is erased';`,
    replace: 'return null;',
    test: {
      file: PRIVACY_TEST,
      name: 'R-PRV-3: a draft that comes too late is refused, and the receipt and the empty shell go at their own term',
    },
  }),
  kept('delete-running', 'a turn that is running', {
    takes: 'the word to the model and to whoever listens',
    file: 'src/tickets/privacy-delete.ts',
    find: 'stopErasedTurns(ctx, { conversationId: conversation.id, turnIds: erased.turnIds })',
    replace: '',
    test: {
      file: PRIVACY_TEST,
      name: 'R-PRV-3: a turn that is running is stopped, its stream ends, and nothing is left behind',
    },
  }),
  kept('delete-stranger', 'only its holder’s word', {
    takes: 'the look at the token of a conversation that was deleted',
    file: 'src/conversations/privacy.ts',
    find: 'if (erased === undefined || !equalDigests(erased.tokenHash, digest)) return undefined',
    replace: 'if (erased === undefined || digest === null) return undefined',
    test: {
      file: PRIVACY_TEST,
      name: 'R-PRV-3: a repeated deletion gets the same receipt, and nobody else gets one',
    },
  }),
]

/** The person leaves the ticket, the matter stays. */
function person(id: string, says: string, row: Taken): Protection {
  return {
    ...kept(id, says, row),
    says: `the person leaves ${says}`,
    file: IDENTITY,
    test: LATER,
    ...row,
  }
}

const PERSONS: readonly Protection[] = [
  person('person-sealed', 'the sealed contact of a closed ticket', {
    takes: 'the emptying of the field',
    find: 'reporter_sealed: null,\n',
    replace: '',
  }),
  person('person-digest', 'the digest by which the same phone is found', {
    takes: 'the emptying of the field',
    find: 'reporter_digest: null,\n',
    replace: '',
  }),
  person('person-texts', 'every text of the ticket', {
    takes: 'one of the texts: the reply',
    find: `  'public_reply',\n`,
    replace: '',
  }),
  person('person-comment', 'the comment to a rating', {
    takes: 'that text',
    find: `  'rating_comment',\n`,
    replace: '',
  }),
  person('person-proposals', 'what the machine had proposed', {
    takes: 'the masking of the proposals',
    find: 'ai_fields: maskValue(ticket.ai_fields, mask),',
    replace: 'ai_fields: maskValue(ticket.ai_fields, (text) => text),',
  }),
  person('person-supplements', 'what was added later', {
    takes: 'the masking of the supplements',
    find: 'await setSupplementText(tx, { ...row, text: mask(row.text) })',
    replace: 'await setSupplementText(tx, row)',
  }),
  person('person-notes', 'the notes of staff', {
    takes: 'the masking of the notes',
    find: 'await setNoteText(tx, { ...row, text: mask(row.text) })',
    replace: 'await setNoteText(tx, row)',
  }),
  person('person-reviews', 'what staff confirmed of the proposals', {
    takes: 'the masking of the reviews',
    find: 'suggested: maskValue(suggested, mask),',
    replace: 'suggested,',
  }),
  person('person-alerts', 'the reasons of alerts', {
    takes: 'the emptying of the reasons',
    find: 'await clearAlertReasons(tx, ticket.id)',
    replace: '',
  }),
  person('person-door', 'the place: it stays known to about 100 m', {
    takes: 'the rounding',
    find: 'lat: coarse(lat), long: coarse(long)',
    replace: 'lat, long',
  }),
  person('person-photos', 'the photos', {
    takes: 'the deletion of the photos of the ticket',
    find: 'await deletePhotosOf(tx, { ticketId: ticket.id })',
    replace: '',
  }),
  person('person-webhooks', 'what is kept for receivers', {
    takes: 'the masking of what was sent',
    find: 'await redactWebhooks(tx, { ticketNo: ticket.ticket_no, mask })',
    replace: '',
  }),
  person('person-withdrawn', 'an open ticket at once when consent is withdrawn', {
    takes: 'the question whether it is',
    file: 'src/tickets/privacy-delete.ts',
    find: 'if (!isClosed && !input.withdrawIdentity) continue',
    replace: 'if (!isClosed) continue',
    test: {
      file: PRIVACY_TEST,
      name: 'R-PRV-3: withdrawn with the deletion, the person is out of the open ticket at once; the place stays',
    },
  }),
  person('person-corrected', 'the history: it names the corrected fields, not their values', {
    takes: 'the names alone: the values go in',
    file: 'src/tickets/privacy-correct.ts',
    find: `...(correction.contact === undefined ? [] : ['contact']),`,
    replace: '...(correction.contact === undefined ? [] : [JSON.stringify(correction.contact)]),',
    test: {
      file: PRIVACY_TEST,
      name: 'R-PRV-3: contact and place are corrected from the page; the chain names the fields, not the values',
    },
  }),
]

const EXPORTS: readonly Protection[] = [
  {
    id: 'export-own-words',
    promise: '9.7 R-PRV-3',
    says: 'an export is in the resident’s own words',
    takes: 'the opening of the placeholders',
    file: 'src/conversations/privacy.ts',
    find: 'openMasks(ctx.vault, conversation.private),\n    findFacts',
    replace: 'openMasks(ctx.vault, null),\n    findFacts',
    test: EXPORT,
    project: 'unit',
  },
  {
    id: 'export-all',
    promise: '9.7 R-PRV-3',
    says: 'an export holds all of the conversation, however long',
    takes: 'what lies further back',
    file: 'src/conversations/privacy.ts',
    find: '{ last: ALL }',
    replace: '{ last: 5 }',
    test: EXPORT,
    project: 'unit',
  },
  {
    id: 'export-drafts',
    promise: '9.7 R-PRV-3',
    says: 'an export holds drafts that wait',
    takes: 'the drafts',
    file: 'src/tickets/privacy-export.ts',
    find: 'return { tickets: own, drafts }',
    replace: 'return { tickets: own, drafts: drafts.slice(drafts.length) }',
    test: EXPORT,
    project: 'unit',
  },
  {
    id: 'export-drafts-plain',
    promise: '9.7 R-PRV-3',
    says: 'also what tickets and drafts hold is exported in the resident’s own words',
    takes: 'the opening of their placeholders',
    file: 'src/http/privacy/routes.ts',
    find: '...(await inOwnWords(ctx, conversation, filed)),',
    replace: '...filed,',
    test: EXPORT,
    project: 'unit',
  },
  {
    id: 'export-feedback',
    promise: '9.7 R-PRV-3',
    says: 'an export holds what was said of answers',
    takes: 'the votes',
    file: 'src/conversations/privacy.ts',
    find: 'listFeedback(ctx.sql, id),',
    replace: 'listFeedback(ctx.sql, `${id}-`),',
    test: EXPORT,
    project: 'unit',
  },
  {
    id: 'export-owner',
    promise: '9.7 R-PRV-3',
    says: 'an export is for the holder of the conversation alone',
    takes: 'the look at the token',
    file: 'src/conversations/create.ts',
    find: 'if (conversation === undefined || !equalDigests(conversation.tokenHash, digest)) {',
    replace: 'if (conversation === undefined || digest === null) {',
    test: EXPORT,
    project: 'unit',
  },
]

export const PRIVACY: readonly Protection[] = [...DELETION, ...PERSONS, ...EXPORTS]
