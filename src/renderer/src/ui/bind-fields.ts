import type { ChangeEvent } from 'react';

/** The props that bind a text or number field to one property. */
export interface BoundField {
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** The properties of `T` that may hold any `Value`. */
type KeyFor<T, Value> = { [Key in keyof T]-?: Value extends T[Key] ? Key : never }[keyof T];

/** Binds fields to the properties of an object; the methods differ in the value of an emptied field. */
export function bindFields<T>(values: T, change: (patch: Partial<T>) => void) {
  const bind = (key: keyof T, set: (text: string, put: (value: unknown) => void) => void): BoundField => ({
    value: String(values[key] ?? ''),
    // The methods below check the key against the type of its value.
    onChange: (text) => set(text, (value) => change({ [key]: value } as Partial<T>)),
  });
  return {
    /** An emptied field becomes an empty text. */
    text: (key: KeyFor<T, string>) => bind(key, (text, put) => put(text)),
    /** An emptied field becomes null. */
    optional: (key: KeyFor<T, string | null>) => bind(key, (text, put) => put(text.trim() === '' ? null : text)),
    /** An emptied field becomes zero. */
    orZero: (key: KeyFor<T, string>) => bind(key, (text, put) => put(text === '' ? '0' : text)),
    /** An emptied field keeps the previous value. */
    required: (key: KeyFor<T, string>) => bind(key, (text, put) => text !== '' && put(text)),
    /** A boolean, for a switch or a checkbox. */
    flag: (key: KeyFor<T, boolean>) => ({
      checked: values[key] === true,
      // The key is checked against the type of its value.
      onChange: (event: ChangeEvent<HTMLInputElement>) => change({ [key]: event.currentTarget.checked } as Partial<T>),
    }),
    /** A number; an emptied field keeps the previous value. */
    count: (key: KeyFor<T, number>) => bind(key, (text, put) => text !== '' && put(Number(text))),
    /** A number; an emptied field becomes null. */
    optionalCount: (key: KeyFor<T, number | null>) => bind(key, (text, put) => put(text === '' ? null : Number(text))),
  };
}

export type BoundFields<T> = ReturnType<typeof bindFields<T>>;
