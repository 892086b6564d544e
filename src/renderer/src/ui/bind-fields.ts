import type { ChangeEvent } from 'react';

/** What a text or number field needs to hold one property. */
export interface BoundField {
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** The properties of `T` that may hold any `Value`. */
type KeyFor<T, Value> = { [Key in keyof T]-?: Value extends T[Key] ? Key : never }[keyof T];

/** Binds fields to the properties of an object; the methods differ in what an emptied field leaves behind. */
export function bindFields<T>(values: T, change: (patch: Partial<T>) => void) {
  const bind = (key: keyof T, set: (text: string, put: (value: unknown) => void) => void): BoundField => ({
    value: String(values[key] ?? ''),
    // The key is checked against the type of its value by the methods below.
    onChange: (text) => set(text, (value) => change({ [key]: value } as Partial<T>)),
  });
  return {
    /** An emptied field leaves an empty text. */
    text: (key: KeyFor<T, string>) => bind(key, (text, put) => put(text)),
    /** An emptied field leaves null: not given. */
    optional: (key: KeyFor<T, string | null>) => bind(key, (text, put) => put(text.trim() === '' ? null : text)),
    /** An emptied field leaves zero. */
    orZero: (key: KeyFor<T, string>) => bind(key, (text, put) => put(text === '' ? '0' : text)),
    /** An emptied field leaves the value before. */
    required: (key: KeyFor<T, string>) => bind(key, (text, put) => text !== '' && put(text)),
    /** Whether it is on: for a switch or a checkbox. */
    flag: (key: KeyFor<T, boolean>) => ({
      checked: values[key] === true,
      // The key is checked against the type of its value.
      onChange: (event: ChangeEvent<HTMLInputElement>) => change({ [key]: event.currentTarget.checked } as Partial<T>),
    }),
    /** A number; an emptied field leaves the value before. */
    count: (key: KeyFor<T, number>) => bind(key, (text, put) => text !== '' && put(Number(text))),
    /** A number; an emptied field leaves null: not given. */
    optionalCount: (key: KeyFor<T, number | null>) => bind(key, (text, put) => put(text === '' ? null : Number(text))),
  };
}

/** Fields bound to the properties of an object. */
export type BoundFields<T> = ReturnType<typeof bindFields<T>>;
