/** Bytes that are read of a reply, so that its connection can be used again. */
const mostBytes = 65_536;
/** How long they may take, in milliseconds. */
const patience = 500;

/**
 * Gets rid of a reply's body: reads a small one that is there anyway, and lets the connection go with any other. Its status
 * has said all there is to know, so nothing that happens to the body matters, and nothing of it is kept.
 */
export async function dropBody({ body }: Pick<Response, 'body'>): Promise<void> {
  if (body === null) return;
  const reader = body.getReader();
  const giveUp = (): Promise<void> => reader.cancel().catch(() => undefined);
  const timer = setTimeout(giveUp, patience);
  try {
    let bytes = 0;
    while (bytes <= mostBytes) {
      const { done, value } = await reader.read();
      if (done) return;
      bytes += value.length;
    }
  } catch {
    // A body that breaks off is dropped as well.
  } finally {
    clearTimeout(timer);
    await giveUp();
  }
}
