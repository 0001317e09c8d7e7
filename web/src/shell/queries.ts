// The answers that are kept, and for how long.
import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Events tell what is stale; without a line to the server an answer is looked at again after a while.
      staleTime: 30_000,
      // A refusal stays one; what passes by itself is asked again.
      retry: (count, error) =>
        count < 2 && error instanceof ApiError && error.passing && error.type !== 'ui.offline',
      refetchOnWindowFocus: true,
    },
  },
});
