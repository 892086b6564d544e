import type { CSSProperties, ReactNode } from 'react';
import type { GlossaryTerm } from '#shared/glossary.ts';
import { UNKNOWN } from './format.ts';
import { labelOf } from './term.tsx';
import classes from './figure.module.css';

/** What a figure shows. */
export interface FigureProps {
  /** The digits, already formatted; `null` when the value is not known. */
  readonly value: string | null;
  /** Set small beside the digits. */
  readonly unit?: string;
  readonly label?: string;
  /** Explains the label. */
  readonly term?: GlossaryTerm;
  /** Under the figure; for an unknown value, the reason. */
  readonly caption?: ReactNode;
  /** `hero` answers a card and is of one size everywhere; the others are for beside or under it. */
  readonly size?: 'hero' | 'medium';
  /** Only where a real threshold was crossed; a badge repeats it in words. */
  readonly tone?: 'warn' | 'bad';
  /** Hero figures side by side are of one size when each is given the longest one's {@link figureCharacters}. */
  readonly fitCharacters?: number;
}

const UNIT_WEIGHT = 0.5;

/** How many digits wide the line of a figure is. */
export function figureCharacters(value: string | null, unit?: string): number {
  return value === null ? 1 : value.length + (unit === undefined ? 0 : 1 + unit.length * UNIT_WEIGHT);
}

function sizeFor(characters: number): CSSProperties & Record<'--characters', string> {
  return { '--characters': String(Math.max(4, characters)) };
}

interface FigureRowProps {
  readonly figures: readonly (Omit<FigureProps, 'size'> & { readonly label: string })[];
  /** In a part of its own under what answers the card. */
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

/** A number with its unit under its label; an unknown one is a dash with its reason. */
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
        {/* Digits and their signs keep their order in a right-to-left page. */}
        <span className={classes.value} dir="ltr">
          {value ?? UNKNOWN}
        </span>
        {value === null || unit === undefined ? null : <span className={classes.unit}>{unit}</span>}
      </span>
      {caption === undefined ? null : <span className={classes.caption}>{caption}</span>}
    </div>
  );
}
