import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { DecimalString } from '#shared/decimal.ts';
import { SLICE_DEFINITION_IDS, type SliceDefinitionId } from './constants.ts';

/**
 * How a resource is divided: `equal` gives every slice the same share of the total (never less than the minimum),
 * `fixed` gives every slice exactly the minimum and leaves the rest unused.
 */
export type SliceShare = 'equal' | 'fixed';

/** A definition of a slice as data; decimals are plain strings, sizes in GiB, a minimum of "0" sets no bound. */
export interface SliceDefinition {
  readonly id: SliceDefinitionId;
  readonly name: string;
  readonly status: 'plan';
  /** Year and month of the text that defines it, or null when the text has no date. */
  readonly publishedOn: string | null;
  readonly source: string;
  readonly least: {
    readonly cores: DecimalString;
    readonly memoryGib: DecimalString;
    readonly ssdGib: DecimalString;
    readonly passmark: DecimalString;
    readonly bandwidthMbit: DecimalString;
  };
  readonly share: {
    readonly cores: SliceShare;
    readonly memory: SliceShare;
    readonly ssd: SliceShare;
  };
  /** Virtual cores sold for each logical core. */
  readonly coreOversubscription: DecimalString;
  readonly reserve: {
    readonly memoryGib: DecimalString;
    /** Share of the SSD that is reserved for the host, 0 to 1. */
    readonly ssdShare: DecimalString;
  };
}

const DEFINITIONS: Readonly<Record<SliceDefinitionId, SliceDefinition>> = {
  'economics-2025': {
    id: 'economics-2025',
    name: 'Economics 2025',
    status: 'plan',
    publishedOn: '2025-10',
    source: 'tfgrid docs_tfgrid_economics, node specifications and slice prices (Oct 2025)',
    least: { cores: '0', memoryGib: '4', ssdGib: '0', passmark: '1000', bandwidthMbit: '0' },
    share: { cores: 'equal', memory: 'equal', ssd: 'equal' },
    coreOversubscription: '1',
    reserve: { memoryGib: '4', ssdShare: '0' },
  },
  'cloud-slice-2024': {
    id: 'cloud-slice-2024',
    name: 'Cloud slice 2024',
    status: 'plan',
    publishedOn: '2024-08',
    source: 'info_tfgrid cloudslice.md (Aug 2024)',
    least: { cores: '2', memoryGib: '4', ssdGib: '50', passmark: '500', bandwidthMbit: '1' },
    share: { cores: 'equal', memory: 'fixed', ssd: 'equal' },
    coreOversubscription: '4',
    reserve: { memoryGib: '2', ssdShare: '0.1' },
  },
  mycelium: {
    id: 'mycelium',
    name: 'Mycelium',
    status: 'plan',
    publishedOn: null,
    source: 'projectmycelium specs/slices.md',
    least: { cores: '1', memoryGib: '4', ssdGib: '200', passmark: '0', bandwidthMbit: '0' },
    share: { cores: 'fixed', memory: 'fixed', ssd: 'fixed' },
    coreOversubscription: '1',
    reserve: { memoryGib: '0', ssdShare: '0' },
  },
};

/** Every definition, the default first. */
const SLICE_DEFINITIONS: readonly SliceDefinition[] = SLICE_DEFINITION_IDS.map((id) => DEFINITIONS[id]);

/**
 * The definition of an id.
 * @throws FarmerError UNKNOWN_RULES when there is none of that id
 */
export function sliceDefinition(id: string): SliceDefinition {
  const found = SLICE_DEFINITIONS.find((definition) => definition.id === id);
  if (found === undefined) {
    throw new FarmerError('UNKNOWN_RULES', message('slices:core.definitionUnknown', { id: id.slice(0, 60) }), {
      hint: message('slices:core.useKnownModel', { known: SLICE_DEFINITION_IDS.join(', ') }),
      details: { definition: id.slice(0, 60) },
    });
  }
  return found;
}
