import type { Evidence } from '#shared/contract/hardware/eligibility.ts';

/** The subjects of claims, in the order of the page. */
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

/** Unique names of things with the same reason. */
export interface ReasonGroup<T> {
  readonly first: T;
  readonly names: readonly string[];
}

/** Groups things by reason, each group at the position of its first member. */
export function groupByReason<T>(
  things: readonly T[],
  reasonOf: (thing: T) => string,
  nameOf: (thing: T) => string,
): readonly ReasonGroup<T>[] {
  return [...Map.groupBy(things, reasonOf).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ first, names: group.map(nameOf) }];
  });
}

const reasonOf = ({ claim, found, because }: Evidence) => JSON.stringify([claim, found, because]);

/** The claims about each subject, grouped where result and reason are equal; subjects without claims are omitted. */
export function evidenceBySubject(
  evidence: readonly Evidence[],
): readonly { readonly subject: Subject; readonly claims: readonly ReasonGroup<Evidence>[] }[] {
  return SUBJECTS.map((subject) => {
    const own = evidence.filter(({ claim }) => SUBJECT_OF[claim] === subject);
    return { subject, claims: groupByReason(own, reasonOf, ({ about }) => about) };
  }).filter(({ claims }) => claims.length > 0);
}
