import classes from './tag.module.css';

/** A quiet word beside a name: "demo", "planned", "estimate". It carries no state; for states use StatusBadge. */
export function Tag({ children }: { readonly children: string }) {
  return <span className={classes['tag']}>{children}</span>;
}
