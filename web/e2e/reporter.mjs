// Tells of walks as they end, and sums up in the words that `cargo xtask test` counts.
export default async function* reporter(source) {
  let [passed, failed] = [0, 0];
  for await (const { type, data } of source) {
    if (type === 'test:pass' && data.details?.type !== 'suite') {
      passed += 1;
      yield `ok    ${data.name} (${(data.details.duration_ms / 1000).toFixed(1)} s)\n`;
    } else if (type === 'test:fail' && data.details?.type !== 'suite') {
      failed += 1;
      // The stack begins with the message as it was first; a walk adds to it where it stood.
      const { message, stack } = data.details.error.cause ?? data.details.error;
      const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
      yield `FAILED ${data.name}\n${[message, ...frames].join('\n')}\n`;
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      yield data.message;
    }
  }
  yield `test result: ${failed ? 'FAILED' : 'ok'}. ${passed} passed; ${failed} failed\n`;
}
