// Ends a subscription with the component that made it.

import { onScopeDispose } from 'vue';

export function useSubscription(undo: () => void): void {
  onScopeDispose(undo);
}
