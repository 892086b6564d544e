import manifest from '#package' with { type: 'json' };

/** The version of this build, as package.json states it. */
export const VERSION: string = manifest.version;
