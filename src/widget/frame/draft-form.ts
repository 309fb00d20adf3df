import { useEffect, useState } from 'preact/hooks'
import type {
  AppealType,
  ConfirmTicketRequest,
  TicketDraftCard,
  Urgency,
} from '../../protocol/tickets.ts'
import type { FoundLocation } from './components/location-button.tsx'
import type { ChosenDivision } from './components/place-picker.tsx'
import type { SentPhoto } from './photos.ts'

export type Form = {
  title: string
  description: string
  appeal_type: AppealType
  category_code: string
  address: string
  incident_at: string
  urgency: Urgency
  phone: string
  name: string
  consent: boolean
  photos: SentPhoto[]
  division: ChosenDivision | null
  location: FoundLocation | null
}

/** What was changed in a card outlives the card: it is drawn anew when the stored answer takes the live one's place. */
const forms = new Map<string, Form>()
const redraws = new Set<() => void>()

type Change = (now: Form) => Form

export function useDraftForm(draft: TicketDraftCard): [Form, (change: Change) => void] {
  const [, redraw] = useState(0)
  useEffect(() => {
    const listener = (): void => redraw((count) => count + 1)
    redraws.add(listener)
    return () => void redraws.delete(listener)
  }, [])
  const now = (): Form => forms.get(draft.draft_id) ?? formOf(draft)
  const change = (apply: Change): void => {
    forms.set(draft.draft_id, apply(now()))
    for (const listener of redraws) listener()
  }
  return [now(), change]
}

function formOf(draft: TicketDraftCard): Form {
  const { fields } = draft
  return {
    title: fields.title.value ?? '',
    description: fields.description.value ?? '',
    appeal_type: fields.appeal_type.value ?? 'help',
    category_code: fields.category_code.value ?? '',
    address: fields.address.value ?? '',
    incident_at: fields.incident_at.value ?? '',
    urgency: fields.urgency.value ?? 'normal',
    phone: '',
    name: '',
    consent: false,
    photos: [],
    division:
      fields.division_code.value === null
        ? null
        : { code: fields.division_code.value, name: draft.labels.division ?? '' },
    location: null,
  }
}

export function confirmRequest(
  draft: TicketDraftCard,
  form: Form,
  clientKey: string,
): ConfirmTicketRequest {
  const phone = form.phone.trim()
  return {
    draft_id: draft.draft_id,
    client_key: clientKey,
    title: form.title,
    description: form.description,
    appeal_type: form.appeal_type,
    category_code: form.category_code === '' ? null : form.category_code,
    address: form.address.trim() === '' ? null : form.address,
    division_code: form.division?.code ?? null,
    incident_at: form.incident_at.trim() === '' ? null : form.incident_at,
    urgency: form.urgency,
    place_unknown: form.address.trim() === '' && form.location === null,
    location:
      form.location === null
        ? null
        : {
            lat: form.location.lat,
            long: form.location.long,
            source_crs: 'wgs84',
            accuracy_m: form.location.accuracy,
          },
    anonymous: phone === '',
    confidentiality: 'internal',
    reporter:
      phone === ''
        ? null
        : {
            name: form.name.trim() === '' ? null : form.name,
            phone,
            contact_pref: 'phone',
            consent: form.consent,
          },
    media: form.photos.map(({ id }) => id),
  }
}
