/** Runs tasks one after the other, in the order in which they are given; a failed task does not stop the next. */
export type Serial = <Result>(task: () => Promise<Result>) => Promise<Result>;

export function createSerial(): Serial {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const done = last.then(task);
    last = done.catch(() => undefined);
    return done;
  };
}
