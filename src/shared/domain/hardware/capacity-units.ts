/** The formulas that turn resources into capacity units: `v3` runs today, `v2` belongs to Farming 2.0 (2020-2021). */
export const UNITS_VERSIONS = ['v3', 'v2'] as const;
/** One of {@link UNITS_VERSIONS}. */
export type UnitsVersion = (typeof UNITS_VERSIONS)[number];

/** The resources that can limit CU, in the order in which a tie is decided. */
export const BINDING_RESOURCES = ['cores', 'memory', 'ssd'] as const;
/** The resource that the minimum in the CU formula picked: more of any other adds no CU. */
export type BindingResource = (typeof BINDING_RESOURCES)[number];
