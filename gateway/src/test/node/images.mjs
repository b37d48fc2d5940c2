// Images: the test paints what is asked for here; see NodeClientIT.
import assert from 'node:assert/strict';
import { APIUserAbortError } from 'openai';

export async function generatesSeveralImagesOfOneRequest(client) {
  const answer = await client.images.generate({
    prompt: 'a cat in noto style',
    n: 2,
    size: '512x512',
    user: 'someone',
    style: null,
    background: null,
    seed: 7, // not the API's: goes along
  });
  assert.equal(answer.data.length, 2);
  assert.deepEqual(answer.data.map((image) => image.b64_json).sort(), ['AQ==', 'Ag==']);
  assert.deepEqual(answer.data.map((image) => image.revised_prompt), ['noto/cat-face', 'noto/cat-face']);
  assert.deepEqual(answer.data.map((image) => image.seed), [7, 8]);
  assert.match(answer._request_id, /./);
  assert.ok(Math.abs(answer.created - Date.now() / 1000) < 60);
}

export async function anImagesUrlServesIt(client) {
  const answer = await client.images.generate({ prompt: 'noto/heart', response_format: 'url' });
  const image = await fetch(answer.data[0].url);
  assert.equal(image.status, 200);
  assert.deepEqual([...new Uint8Array(await image.arrayBuffer())], [5]);
}

export async function streamsPartialImagesAndTheFinishedOne(client) {
  const events = [];
  for await (const event of await client.images.generate({ prompt: 'noto/heart', stream: true, partial_images: 2 })) {
    events.push(event);
  }
  assert.deepEqual(
    events.map((event) => [event.type, event.partial_image_index, event.b64_json]),
    [
      ['image_generation.partial_image', 0, 'AQ=='],
      ['image_generation.partial_image', 1, 'Ag=='],
      ['image_generation.completed', undefined, 'Aw=='],
    ],
  );
  for (const event of events) {
    for (const field of ['created_at', 'size', 'quality', 'background', 'output_format']) {
      assert.ok(field in event, `${event.type}: expected ${field}`);
    }
  }
}

export async function leavingTheStreamCancelsTheJob(client) {
  for await (const event of await client.images.generate({ prompt: 'noto/heart', stream: true, partial_images: 1 })) {
    assert.equal(event.type, 'image_generation.partial_image');
    break;
  }
}

export async function abortingARequestCancelsTheJob(client, test) {
  const controller = new AbortController();
  const answer = client.images.generate({ prompt: 'noto/heart' }, { signal: controller.signal });
  const refused = assert.rejects(answer, APIUserAbortError);
  await test.hear();
  controller.abort();
  await refused;
}
