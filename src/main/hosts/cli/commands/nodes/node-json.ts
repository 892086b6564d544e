/** The JSON names that differ from the field names of a node, and the fields that a list leaves out. */
export const NODE_JSON_NAMES = {
  farmingPolicyId: 'policy',
  policy: null,
  siteTerms: null,
  mruBytes: 'mru',
  sruBytes: 'sru',
  hruBytes: 'hru',
  grid: '...',
  'grid.nodeId': 'grid_node_id',
  'grid.farmId': null,
  'grid.twinId': null,
  location: null,
  costs: null,
  importSource: null,
  createdAtMs: null,
  updatedAtMs: null,
  deletedAtMs: null,
} as const;
