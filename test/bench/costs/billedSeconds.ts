/**
 * Seconds of instances that are billed for work of so many seconds, which comes by chance within a time. An instance is
 * billed while it answers anything, however many requests side by side: one that is alone pays for each second of a
 * request, and busy ones share.
 */
export function billedSeconds({
  work,
  within,
  together,
}: {
  readonly work: number;
  readonly within: number;
  /** Requests that an instance answers side by side before there is another. */
  readonly together: number;
}): number {
  if (work <= 0) return 0;
  const inProgress = work / within;
  const instances = Math.ceil(inProgress / together);
  return instances * within * (1 - Math.exp(-inProgress / instances));
}
