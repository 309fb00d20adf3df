import { Component, type ReactNode } from 'react'
import { LoadError } from '../shared/load-error.tsx'

/** A page that could not be loaded, or failed while drawing, leaves the navigation standing. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    return <LoadError error={error} onRetry={() => location.reload()} />
  }
}
