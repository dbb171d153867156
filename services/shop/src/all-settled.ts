/** As `Promise.all`, but where it rejects nothing is under way any more that somebody would have to close. */
export async function allSettled<T extends readonly unknown[] | []>(
  work: T,
): Promise<{ -readonly [Index in keyof T]: Awaited<T[Index]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
