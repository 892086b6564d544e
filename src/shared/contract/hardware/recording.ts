import { z } from 'zod';

const texts = z.record(z.string(), z.string());

/**
 * What one machine answers to the reader, as JSON: the same answers give the same reading anywhere.
 * Source: docs/hardware.md#recordings
 */
export const recordingSchema = z.object({
  format: z.literal(1),
  title: z.string(),
  platform: z.string(),
  architecture: z.string(),
  isPrivileged: z.boolean(),
  runtime: z.object({
    logicalCores: z.number(),
    cpuModel: z.string().describe('Of the first core'),
    memoryBytes: z.number().describe('Usable'),
    kernelRelease: z.string(),
  }),
  calls: z
    .record(z.string(), z.unknown())
    .describe('Answers of systeminformation as they came; a call that is missing fails'),
  files: texts.describe('Text of files by path; a file that is missing is absent'),
  binaryFiles: texts.default({}).describe('Bytes of files by path, base64'),
  folders: z.array(z.string()).default([]).describe('Folders beyond those that hold a file'),
  links: texts.default({}).describe('Where links lead'),
  commands: texts.default({}).describe('Output of commands by command line'),
});
export type MachineRecording = z.infer<typeof recordingSchema>;
