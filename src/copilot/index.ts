export { draftReply } from './draft-reply.ts'
