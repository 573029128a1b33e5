/** Hands the calls down to the components, so that a test can hand down others. */
import { createContext, use } from 'react'
import type { ReactNode } from 'react'
import type { Api } from './api.ts'

const ApiContext = createContext<Api | null>(null)

/** Gives `api` to all below. */
export function ApiProvider({ api, children }: { api: Api; children: ReactNode }) {
  return <ApiContext value={api}>{children}</ApiContext>
}

/** The calls. Throws outside an ApiProvider. */
export function useApi(): Api {
  const api = use(ApiContext)
  if (api === null) throw new Error('useApi needs an ApiProvider above it')
  return api
}
