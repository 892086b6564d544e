/** The fields of a node that scripts know by another name, and those that a list leaves out. */
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
