export const NOTICE_CHANNELS = ['sms', 'email', 'mini_program'] as const
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number]

/** Changes with the words a resident agrees to (`notices_consent` of the page): an older page is refused. */
export const NOTICE_CONSENT_VERSION = 'notices-1'
