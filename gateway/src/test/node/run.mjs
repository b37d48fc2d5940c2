// node run.mjs BASE_URL SCENARIO: runs one scenario with the official client. Exits with 0 if all was as expected.
import { createInterface } from 'node:readline';
import OpenAI from 'openai';
import * as batches from './batches.mjs';
import * as errors from './errors.mjs';
import * as images from './images.mjs';
import * as webhooks from './webhooks.mjs';

const [baseURL, name] = process.argv.slice(2);
const scenario = { ...images, ...errors, ...batches, ...webhooks }[name];
if (!scenario) {
  throw new Error(`scenario: expected an exported function, got ${name}`);
}
const input = createInterface({ input: process.stdin });
const lines = input[Symbol.asyncIterator]();

await scenario(new OpenAI({ baseURL, apiKey: 'none' }), {
  /** Tells the test that drives this process. */
  say: (text) => console.log(text),
  /** Waits for its next line. */
  hear: async () => (await lines.next()).value,
});
input.close();
