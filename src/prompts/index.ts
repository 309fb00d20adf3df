export { parsePrompt, type ParsedPrompt } from './parse-prompt.ts'
export {
  renderPrompt,
  type PromptId,
  type PromptVariables,
  type RenderedPrompt,
} from './render-prompt.ts'
