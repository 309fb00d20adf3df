import type {
  AppealType,
  ConfirmTicketRequest,
  TicketDraftCard,
  Urgency,
} from '../../protocol/tickets.ts'
import type { FoundLocation } from './components/location-button.tsx'
import type { ChosenDivision } from './components/place-picker.tsx'
import { Kept, useKept } from './kept-state.ts'
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

const forms = new Kept<Form>()

type Change = (now: Form) => Form

export function useDraftForm(draft: TicketDraftCard): [Form, (change: Change) => void] {
  return useKept(forms, draft.draft_id, () => formOf(draft))
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
