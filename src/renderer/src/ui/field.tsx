import type { ReactNode } from 'react';

/** The common props of number fields. */
export interface NumberFieldProps {
  readonly label: string;
  readonly description?: ReactNode;
  /** A plain decimal; `''` when empty. */
  readonly value: string;
  /** Called with a plain decimal, or `''` when the field was emptied. Never called with an invalid number. */
  readonly onChange: (value: string) => void;
  /** An error of the form; the field adds its own ("not a number", "below 0"). */
  readonly error?: string | null;
  readonly min?: string;
  readonly max?: string;
  /** Maximum number of decimals. */
  readonly maxPlaces?: number;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly hideLabel?: boolean;
}
