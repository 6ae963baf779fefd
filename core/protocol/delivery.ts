// How an event is delivered to a reader that lags.

/** `every` event arrives; of `latest` ones with the same key only the newest. */
export type Delivery<T> =
  { readonly rule: 'every' } | { readonly rule: 'latest'; readonly key: (event: T) => string };

export type DeliveryRules<Events> = { readonly [K in keyof Events]: Delivery<Events[K]> };
