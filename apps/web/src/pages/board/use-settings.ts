/** How the server was set up, as far as a board has to know. */
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../http/api-context.tsx'

const NONE: readonly string[] = []

/** The origins whose pages may be shown in a frame; none while that is not known. */
export function useEmbedSites(): readonly string[] {
  const api = useApi()
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => api.settings(signal),
    staleTime: Infinity,
  })
  return settings.data?.embedSites ?? NONE
}
