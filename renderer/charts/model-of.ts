// A ref that something else holds, as a model for `v-model`.

import { computed, type Ref, type WritableComputedRef } from 'vue';

export function modelOf<T>(held: () => Ref<T>): WritableComputedRef<T> {
  return computed({
    get: () => held().value,
    set: (value) => {
      held().value = value;
    },
  });
}
