// Preloaded by `--import`, in threads too: names on stderr every module that is loaded.
import { registerHooks } from 'node:module';

registerHooks({
  load(url, context, next) {
    process.stderr.write(`${url}\n`);
    return next(url, context);
  },
});
