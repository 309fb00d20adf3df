export {
  getKnowledge,
  listKnowledge,
  ListDocumentsInput,
  restoreDocument,
  withdrawDocument,
  WithdrawInput,
} from './documents.ts'
export { closeGaps, listGaps, ResolveGapsInput } from './gaps.ts'
export { parseWaitingVersions } from './parse-versions.ts'
export { endSwitch, findTopicSwitch, listSwitches, setSwitch, SetSwitchInput } from './switches.ts'
export { tryQuestion, TryQuestionInput } from './try-question.ts'
export {
  decideVersion,
  DecideVersionInput,
  discardVersion,
  editVersion,
  EditVersionInput,
  getVersion,
  listVersions,
  startVersion,
  StartVersionInput,
  submitVersion,
  SubmitVersionInput,
  uploadVersion,
} from './versions.ts'
