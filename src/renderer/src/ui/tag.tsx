import classes from './tag.module.css';

/** A neutral label next to a name: "demo", "planned", "estimate". For states, use StatusBadge. */
export function Tag({ children }: { readonly children: string }) {
  return <span className={classes['tag']}>{children}</span>;
}
