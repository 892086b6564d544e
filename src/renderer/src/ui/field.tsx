import type { ReactNode } from 'react';

/** What every number field of the kit takes. */
export interface NumberFieldProps {
  readonly label: string;
  readonly description?: ReactNode;
  /** A plain decimal; `''` while nothing is given. */
  readonly value: string;
  /** Called with a plain decimal, or `''` when the field was emptied. Never with something that is not a number. */
  readonly onChange: (value: string) => void;
  /** An error of the form; the field adds its own ("not a number", "below 0"). */
  readonly error?: string | null;
  readonly min?: string;
  readonly max?: string;
  /** Most places after the point. */
  readonly maxPlaces?: number;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly hideLabel?: boolean;
}
