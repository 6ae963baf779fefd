// What can cross a line between processes: numbers, texts, lists, records and typed arrays; calls take and give these.

type Plain = string | number | boolean | null | undefined;
/** What calls give that give nothing. */
type Nothing = ReturnType<() => void>;
type Binary = Uint8Array | Float32Array | Float64Array;

/** The type itself when it is plain data or a record of calls with plain data; `never` at whatever is not. */
export type PlainData<T> = T extends Plain | Binary | Nothing
  ? T
  : T extends (...args: infer A) => infer R
    ? (...args: { [K in keyof A]: PlainData<A[K]> }) => PlainData<R>
    : T extends readonly (infer E)[]
      ? readonly PlainData<E>[]
      : T extends object
        ? { readonly [K in keyof T]: PlainData<T[K]> }
        : never;
