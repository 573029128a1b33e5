/** Who this browser is to the server. */
import { pickColor } from '@gamelan/protocol/colors'
import type { Me } from '@gamelan/protocol/http/boards'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Named } from './NameForm.tsx'
import { useApi } from '../../http/api-context.tsx'

export const ME = ['me']

/** The query for the participant; `data.participant` is null until a name was said. */
export function useMe() {
  const api = useApi()
  return useQuery({ queryKey: ME, queryFn: ({ signal }) => api.me(signal), staleTime: Infinity })
}

/** Says this person's name and colour to the server. */
export function useSayName() {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ name, color }: Named) => api.sayName(name, color ?? pickColor(Math.random())),
    onSuccess: (me: Me) => {
      queries.setQueryData(ME, me)
      return queries.invalidateQueries({ queryKey: ['boards'] })
    },
  })
}
