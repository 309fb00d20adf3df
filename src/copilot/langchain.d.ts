/**
 * The one function of LangChain's agent that we call. `tsconfig.json` points `langchain` here: its own types load zod a
 * second time, after which no schema of ours is assignable to itself.
 */
declare module 'langchain' {
  import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
  import type { BaseMessage } from '@langchain/core/messages'
  import type { StructuredToolInterface } from '@langchain/core/tools'

  export function createAgent(input: {
    model: BaseChatModel
    tools: StructuredToolInterface[]
    systemPrompt: string
  }): {
    invoke(
      input: { messages: { role: 'user'; content: string }[] },
      options: { recursionLimit: number; signal: AbortSignal },
    ): Promise<{ messages: BaseMessage[] }>
  }
}
