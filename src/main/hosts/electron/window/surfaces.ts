/**
 * The background colours of the pages, for what is drawn before or without them. Source: `src/renderer/src/ui/theme.ts`
 */
export const SURFACES = {
  light: { page: '#f4f6f4', card: '#ffffff', line: '#dfe5e1', ink: '#141b17', ink2: '#46514b', button: '#14653f' },
  dark: { page: '#0f1311', card: '#161b18', line: '#2c352f', ink: '#e7ece9', ink2: '#b3beb7', button: '#1c7a4d' },
} as const;
