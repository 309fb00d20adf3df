import { createConversation } from '../conversations/index.ts'
import type { ConfirmTicketRequest } from '../protocol/tickets.ts'
import { confirmDraft, draftTickets } from '../tickets/index.ts'
import type { TestPorts } from './ports.ts'
import { contextOf } from './tickets.ts'

export async function draftTicket(ports: TestPorts, matter = '小区路灯坏了三天没人修') {
  const { id } = await createConversation(ports)
  const [card] = await draftTickets(ports, [
    {
      conversationId: id,
      matter,
      told: matter,
      words: [{ messageId: 'msg_1', text: matter }],
      place: '紫阳路示例小区',
      since: '三天',
      urgency: 'normal',
      urgencyWords: null,
      divisionCode: '420106',
      divisionName: null,
      riskFlags: [],
    },
  ])
  if (card === undefined) throw new Error('no card')
  return { conversationId: id, card }
}

/** Drafted by chat and confirmed by its resident. */
export async function confirmTicket(ports: TestPorts, change: Partial<ConfirmTicketRequest> = {}) {
  const { conversationId, card } = await draftTicket(ports)
  const input: ConfirmTicketRequest & { conversationId: string } = {
    conversationId,
    draft_id: card.draft_id,
    client_key: 'key-12345678',
    title: card.fields.title.value ?? '',
    description: card.fields.description.value ?? '',
    appeal_type: card.fields.appeal_type.value ?? 'help',
    category_code: card.fields.category_code.value,
    address: card.fields.address.value,
    division_code: card.fields.division_code.value,
    incident_at: card.fields.incident_at.value,
    urgency: 'normal',
    place_unknown: false,
    location: null,
    anonymous: true,
    confidentiality: 'internal',
    reporter: null,
    media: [],
    ...change,
  }
  const context = contextOf(ports, { kind: 'resident', conversationId })
  return { input, context, ticket: await confirmDraft(context, input) }
}
