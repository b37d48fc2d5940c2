// Failures as the client raises them, and when it asks again.
import assert from 'node:assert/strict';
import OpenAI, { APIError, BadRequestError, InternalServerError, NotFoundError, toFile } from 'openai';

// The beginning of an image of 256 by 256 pixels, and two bytes that are no UTF-8.
const PNG = Buffer.from('89504e470d0a1a0a0000000d494844520000010000000100ff80', 'hex');

async function failure(promise, type) {
  return promise.then(
    () => assert.fail(`expected ${type.name}`),
    (error) => {
      assert.ok(error instanceof type, `expected ${type.name}, got ${error}`);
      return error;
    },
  );
}

/** The client, and how often it asked. */
function counting(client) {
  let attempts = 0;
  const counted = client.withOptions({
    fetch: (url, ...rest) => {
      // It also fetches a data: URL, to see whether this fetch knows forms.
      if (!String(url).startsWith('data:')) {
        attempts += 1;
      }
      return fetch(url, ...rest);
    },
  });
  return { counted, attempts: () => attempts };
}

export async function whatIsWrongArrivesAsTheClientsOwnErrors(client) {
  const unknown = await failure(client.images.generate({ prompt: 'xyzzy' }), BadRequestError);
  assert.equal(unknown.status, 400);
  assert.equal(unknown.param, 'prompt');
  assert.equal(unknown.code, 'no_matching_label');
  assert.equal(unknown.type, 'invalid_request_error');
  assert.match(unknown.requestID, /./);
  const missing = await failure(client.models.retrieve('other'), NotFoundError);
  assert.equal(missing.status, 404);
  const models = await client.models.list();
  assert.equal(models.data.length, 1);
}

export async function aFailureDuringTheStreamIsRaised(client) {
  const stream = await client.images.generate({ prompt: 'noto/heart', stream: true });
  const raised = await failure(stream[Symbol.asyncIterator]().next(), APIError);
  assert.equal(raised.code, 'scripted-failure');
}

export async function aFailedJobIsNotAskedForAgain(client) {
  const { counted, attempts } = counting(client);
  const raised = await failure(counted.images.generate({ prompt: 'noto/heart' }), InternalServerError);
  assert.equal(raised.status, 500);
  assert.equal(raised.code, 'scripted-failure');
  assert.equal(attempts(), 1);
}

export async function editsAndVariationsAreCheckedAndRefused(client) {
  const { counted, attempts } = counting(client);
  const image = await toFile(PNG, 'image.png', { type: 'image/png' });
  const edit = await failure(
    counted.images.edit({ image: [image, image], mask: image, prompt: 'noto/heart', n: 1 }),
    InternalServerError,
  );
  assert.equal(edit.status, 501);
  assert.equal(edit.code, 'not_supported');
  const variation = await failure(counted.images.createVariation({ image }), InternalServerError);
  assert.equal(variation.status, 501);
  assert.equal(attempts(), 2);
  const text = await toFile(Buffer.from([1, 2, 3]), 'image.png');
  const refused = await failure(counted.images.edit({ image: text, prompt: 'noto/heart' }), BadRequestError);
  assert.match(refused.param, /^image/);
}

export async function asksAgainUntilTheGatewayIsThere(client, test) {
  let attempts = 0;
  const patient = new OpenAI({
    baseURL: client.baseURL,
    apiKey: 'none',
    maxRetries: 10,
    fetch: async (...request) => {
      attempts += 1;
      if (attempts === 2) {
        test.say('asked');
      }
      return fetch(...request);
    },
  });
  const answer = await patient.images.generate({ prompt: 'noto/heart' });
  assert.equal(answer.data[0].b64_json, 'CQ==');
  assert.ok(attempts >= 3, `expected three attempts or more, got ${attempts}`);
}
