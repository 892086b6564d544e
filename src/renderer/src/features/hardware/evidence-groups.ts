import type { Evidence } from '#shared/domain/hardware/evidence.ts';

/** What claims are about, in the order in which they are shown. */
const SUBJECTS = ['machine', 'disks', 'leftOut', 'ports'] as const;
export type Subject = (typeof SUBJECTS)[number];

const SUBJECT_OF: Readonly<Record<Evidence['claim'], Subject>> = {
  cores: 'machine',
  memory: 'machine',
  'virtual-machine': 'machine',
  container: 'machine',
  virtualisation: 'machine',
  'hyper-threading': 'machine',
  'secure-boot': 'machine',
  'network-boot': 'machine',
  kind: 'disks',
  raid: 'disks',
  data: 'disks',
  identity: 'disks',
  'left-out': 'leftOut',
  port: 'ports',
};

/** The names of things that share one reason, each once. */
export interface Alike<T> {
  readonly first: T;
  readonly names: readonly string[];
}

/** Things of one reason together, in the place of the first. */
export function groupByReason<T>(
  things: readonly T[],
  reasonOf: (thing: T) => string,
  nameOf: (thing: T) => string,
): readonly Alike<T>[] {
  return [...Map.groupBy(things, reasonOf).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ first, names: group.map(nameOf) }];
  });
}

const reasonOf = ({ claim, found, because }: Evidence) => JSON.stringify([claim, found, because]);

/** The claims about each subject, those that found the same for the same reason together; subjects without claims are left out. */
export function evidenceBySubject(
  evidence: readonly Evidence[],
): readonly { readonly subject: Subject; readonly claims: readonly Alike<Evidence>[] }[] {
  return SUBJECTS.map((subject) => {
    const own = evidence.filter(({ claim }) => SUBJECT_OF[claim] === subject);
    return { subject, claims: groupByReason(own, reasonOf, ({ about }) => about) };
  }).filter(({ claims }) => claims.length > 0);
}
