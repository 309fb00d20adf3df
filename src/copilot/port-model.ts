import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager'
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
} from '@langchain/core/language_models/chat_models'
import {
  AIMessage,
  ToolMessage,
  type AIMessageChunk,
  type BaseMessage,
} from '@langchain/core/messages'
import type { ChatResult } from '@langchain/core/outputs'
import type { Runnable } from '@langchain/core/runnables'
import type { BaseLanguageModelInput } from '@langchain/core/language_models/base'
import { z } from 'zod'
import type { ChatMessage, ChatModel } from '../llm/types.ts'
import { newId } from '../shared/ids.ts'

export type PortModelFields = {
  model: ChatModel
  promptId: string
  promptVersion: number
  temperature: number
  maxOutputTokens: number
  /** After so many tool answers the model may only reply. */
  mostCalls: number
}
type Tool = { name: string; description: string }
type Options = BaseChatModelCallOptions

const REPLY = 'reply'

/**
 * LangChain's chat model over our own door: masking, budget, breaker and retries stay where they are, and an endpoint
 * needs no tool calling of its own, because each step is one structured answer (a tool with its input, or the reply).
 */
export class PortChatModel extends BaseChatModel<Options, AIMessageChunk> {
  readonly #fields: PortModelFields
  readonly #tools: readonly Tool[]

  constructor(fields: PortModelFields, tools: readonly Tool[] = []) {
    super({})
    this.#fields = fields
    this.#tools = tools
  }

  override _llmType(): string {
    return 'port'
  }

  override bindTools(
    tools: BindToolsInput[],
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, Options> {
    const named = tools.flatMap((tool) =>
      'name' in tool && typeof tool.name === 'string'
        ? [{ name: tool.name, description: String(tool.description ?? '') }]
        : [],
    )
    return new PortChatModel(this.#fields, named)
  }

  override async _generate(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    _run?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    const { model, promptId, promptVersion, temperature, maxOutputTokens, mostCalls } = this.#fields
    const asked = messages.filter((message) => ToolMessage.isInstance(message)).length
    const tools = asked < mostCalls ? this.#tools : []
    const step = z.object({
      action: z.enum([...tools.map(({ name }) => name), REPLY]),
      input: z.string().describe('What the tool is asked; empty for a reply.'),
      reply: z.string().describe('The reply; empty for a tool.'),
    })
    const { value } = await model.completeStructured({
      promptId,
      promptVersion,
      temperature,
      maxOutputTokens,
      messages: [...messages.map(toChatMessage), stepRule(tools)],
      schema: { name: 'copilot_step', zod: step },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
    const message =
      value.action === REPLY
        ? new AIMessage(value.reply)
        : new AIMessage({
            content: '',
            tool_calls: [{ id: newId('call'), name: value.action, args: { input: value.input } }],
          })
    return { generations: [{ text: value.reply, message }] }
  }
}

function stepRule(tools: readonly Tool[]): ChatMessage {
  const list = tools.map(({ name, description }) => `${name}: ${description}`).join('\n')
  return {
    role: 'system',
    content:
      tools.length === 0
        ? '现在写草稿:action 写 reply,草稿写在 reply 里。'
        : `每一步只做一件事:用一个工具(action 写工具名,input 写要查的话),或者写草稿(action 写 reply,草稿写在 reply 里)。\n${list}`,
  }
}

function toChatMessage(message: BaseMessage): ChatMessage {
  const text = typeof message.content === 'string' ? message.content : message.text
  if (ToolMessage.isInstance(message)) {
    return {
      role: 'user',
      content: `<result tool="${message.name ?? ''}">\n${text}\n</result>`,
    }
  }
  if (AIMessage.isInstance(message)) {
    const [called] = message.tool_calls ?? []
    const step =
      called === undefined
        ? { action: REPLY, input: '', reply: text }
        : { action: called.name, input: String(called.args['input'] ?? ''), reply: '' }
    return { role: 'assistant', content: JSON.stringify(step) }
  }
  return { role: message.type === 'system' ? 'system' : 'user', content: text }
}
