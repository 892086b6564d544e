import type { CSSProperties, ReactNode } from 'react';
import type { GlossaryTerm } from '#shared/glossary.ts';
import { UNKNOWN } from './format.ts';
import { labelOf } from './term.tsx';
import classes from './figure.module.css';

export interface FigureProps {
  /** The formatted digits; `null` when the value is unknown. */
  readonly value: string | null;
  /** Shown small next to the digits. */
  readonly unit?: string;
  readonly label?: string;
  /** The glossary term of the label. */
  readonly term?: GlossaryTerm;
  /** Below the figure; for an unknown value, the reason. */
  readonly caption?: ReactNode;
  /** `hero` is the main figure of a card; the others are for secondary figures. */
  readonly size?: 'hero' | 'medium';
  /** Only when a real threshold was crossed; a badge repeats it in words. */
  readonly tone?: 'warn' | 'bad';
  /** Hero figures side by side have the same size when each gets the {@link figureCharacters} of the longest one. */
  readonly fitCharacters?: number;
}

const UNIT_WEIGHT = 0.5;

/** The width of a figure in digits. */
export function figureCharacters(value: string | null, unit?: string): number {
  return value === null ? 1 : value.length + (unit === undefined ? 0 : 1 + unit.length * UNIT_WEIGHT);
}

function sizeFor(characters: number): CSSProperties & Record<'--characters', string> {
  return { '--characters': String(Math.max(4, characters)) };
}

interface FigureRowProps {
  readonly figures: readonly (Omit<FigureProps, 'size'> & { readonly label: string })[];
  /** In a separate part below the main figure of the card. */
  readonly isFoot?: boolean;
}

/** Figures side by side. */
export function FigureRow({ figures, isFoot = false }: FigureRowProps) {
  return (
    <div className={isFoot ? `${classes['row']} ${classes['foot']}` : classes['row']}>
      {figures.map((figure) => (
        <Figure key={figure.label} size="medium" {...figure} />
      ))}
    </div>
  );
}

/** A number with its unit below its label; an unknown value is a dash with its reason. */
export function Figure(props: FigureProps) {
  const { value, unit, label, caption, size = 'hero', tone } = props;
  const characters = props.fitCharacters ?? figureCharacters(value, unit);
  const names = [classes.figure, classes[size]];
  if (value === null) names.push(classes['absent']);
  else if (tone !== undefined) names.push(classes[tone]);
  return (
    <div className={names.join(' ')} {...(size === 'hero' ? { style: sizeFor(characters) } : {})}>
      {label === undefined ? null : <span className={classes.label}>{labelOf(label, props.term)}</span>}
      <span className={classes.line}>
        {/* Digits and their signs keep their order on right-to-left pages. */}
        <span className={classes.value} dir="ltr">
          {value ?? UNKNOWN}
        </span>
        {value === null || unit === undefined ? null : <span className={classes.unit}>{unit}</span>}
      </span>
      {caption === undefined ? null : <span className={classes.caption}>{caption}</span>}
    </div>
  );
}
