import { z } from 'zod'
import type { NoticeChannel } from '../../protocol/notices.ts'
import { ValidationError } from '../../shared/errors.ts'

/** A mobile phone of the country, or any number in the international form. */
const MOBILE = /^(?:1[3-9]\d{9}|\+[1-9]\d{7,14})$/
const Email = z.email().max(254)
/** What a mini-program knows its user by. */
const OPEN_ID = /^[\w-]{10,64}$/

/** The address as it is sent to. Throws ValidationError on `to`, in words for its channel. */
export function checkAddress(channel: NoticeChannel, text: string): string {
  const to = text.normalize('NFKC').trim()
  if (channel === 'sms') {
    const digits = to.replaceAll(/[\s()-]/g, '').replace(/^(?:\+|00)86/, '')
    if (!MOBILE.test(digits)) throw wrong('notice_phone')
    return digits
  }
  if (channel === 'email') {
    if (!Email.safeParse(to).success) throw wrong('notice_email')
    return to
  }
  if (!OPEN_ID.test(to)) throw wrong('notice_user')
  return to
}

function wrong(key: string): ValidationError {
  return new ValidationError('to', 'not an address of this channel', key)
}

/** 138****0001, z***@example.cn: whoever typed it knows it again, whoever looks over a shoulder does not. */
export function maskAddress(channel: NoticeChannel, to: string): string {
  if (channel === 'email') return to.replace(/^(.).*(?=@)/, '$1***')
  return `${to.slice(0, 3)}****${to.slice(-4)}`
}
