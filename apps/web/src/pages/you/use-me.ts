/** Who this browser is to the server. */
import { pickColor } from '@gamelan/protocol/colors'
import type { Me } from '@gamelan/protocol/http/boards'
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { Named } from './NameForm.tsx'
import { useApi } from '../../http/api-context.tsx'

const ME = ['me']

/** The query for the participant; `data.participant` is null until a name was said. */
export function useMe() {
  const api = useApi()
  return useQuery({
    queryKey: ME,
    queryFn: ({ signal }) => api.me(signal),
    staleTime: Infinity,
    // Another tab of this browser may have said another name.
    refetchOnWindowFocus: 'always',
  })
}

/** Keeps what the server said last of who this is. An answer that is still under way is of before. */
export async function keepMe(queries: QueryClient, me: Me): Promise<void> {
  await queries.cancelQueries({ queryKey: ME })
  queries.setQueryData(ME, me)
}

/** Says this person's name and colour to the server. */
export function useSayName() {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ name, color }: Named) => api.sayName(name, color ?? pickColor(Math.random())),
    onSuccess: async (me: Me) => {
      await keepMe(queries, me)
      return queries.invalidateQueries({ queryKey: ['boards'] })
    },
  })
}
