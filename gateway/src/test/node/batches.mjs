// Files and batches: the test paints the lines' jobs; see NodeBatchClientIT.
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { BadRequestError, ConflictError, NotFoundError, toFile } from 'openai';

const ENDPOINT = '/v1/images/generations';
const POLL_MILLIS = 100;
const PATIENCE_MILLIS = 40_000;

function line(customId, body) {
  return `${JSON.stringify({ custom_id: customId, method: 'POST', url: ENDPOINT, body })}\n`;
}

async function upload(client, lines) {
  return client.files.create({ file: await toFile(Buffer.from(lines.join('')), 'lines.jsonl'), purpose: 'batch' });
}

async function create(client, file, window = '24h') {
  return client.batches.create({
    input_file_id: file.id,
    endpoint: ENDPOINT,
    completion_window: window,
    metadata: { for: 'a test' },
  });
}

async function ended(client, id, status) {
  const giveUp = Date.now() + PATIENCE_MILLIS;
  for (;;) {
    const batch = await client.batches.retrieve(id);
    if (batch.status === status) {
      return batch;
    }
    assert.ok(Date.now() < giveUp, `expected ${status}, got ${batch.status}`);
    await setTimeout(POLL_MILLIS);
  }
}

/** A file's lines by their custom_id. */
async function read(client, fileId) {
  const text = await (await client.files.content(fileId)).text();
  const lines = text.split('\n').filter((one) => one !== '').map((one) => JSON.parse(one));
  return Object.fromEntries(lines.map((one) => [one.custom_id, one]));
}

export async function aBatchOfGoodAndBadLinesCompletes(client, test) {
  const file = await upload(client, [
    line('one', { prompt: 'a cat in noto style', response_format: 'b64_json' }),
    line('wrong', { prompt: 'xyzzy' }),
    line('two', { prompt: 'noto/heart', n: 2 }),
    line('fails', { prompt: 'noto/heart' }),
  ]);
  assert.equal(file.filename, 'lines.jsonl');
  const batch = await create(client, file);
  assert.deepEqual(batch.metadata, { for: 'a test' });
  test.say(batch.id);
  await test.hear();
  await assert.rejects(client.files.delete(file.id), ConflictError);

  test.say('paint');
  const done = await ended(client, batch.id, 'completed');
  assert.deepEqual(done.request_counts, { total: 4, completed: 2, failed: 2 });
  assert.ok(done.completed_at >= done.created_at);
  const output = await read(client, done.output_file_id);
  assert.deepEqual(Object.keys(output).sort(), ['one', 'two']);
  assert.equal(output.one.response.status_code, 200);
  assert.equal(output.one.response.body.data[0].b64_json, 'CQ==');
  assert.equal(output.one.error, null);
  assert.equal(output.two.response.body.data.length, 2);
  const image = await fetch(output.two.response.body.data[0].url);
  assert.deepEqual([...new Uint8Array(await image.arrayBuffer())], [9]);
  const errors = await read(client, done.error_file_id);
  assert.deepEqual(Object.keys(errors).sort(), ['fails', 'wrong']);
  assert.equal(errors.wrong.response.body.error.code, 'no_matching_label');
  assert.equal(errors.fails.response.body.error.code, 'scripted-failure');

  const ids = [];
  for await (const one of client.batches.list({ limit: 1 })) {
    ids.push(one.id);
    if (ids.length === 3 || one.id === batch.id) {
      break;
    }
  }
  assert.ok(ids.includes(batch.id), `expected ${batch.id} among ${ids}`);
}

export async function cancellingABatchEndsWhatIsUnderWay(client, test) {
  const file = await upload(client, [...Array(20).keys()].map((i) => line(`line-${i}`, { prompt: 'noto/heart' })));
  const batch = await create(client, file);
  test.say(batch.id);
  await test.hear();
  assert.equal((await client.batches.cancel(batch.id)).status, 'cancelling');
  const done = await ended(client, batch.id, 'cancelled');
  assert.deepEqual(Object.keys(await read(client, done.output_file_id)).length, 1);
  const errors = Object.values(await read(client, done.error_file_id));
  assert.equal(errors.length, 19);
  assert.ok(errors.every((one) => one.error.code === 'batch_cancelled'));
  await assert.rejects(client.batches.cancel(batch.id), BadRequestError);
}

export async function whatIsWrongWithABatchIsTold(client) {
  const file = await upload(client, [line('one', {}), line('one', {}), 'nonsense\n']);
  const failed = await ended(client, (await create(client, file)).id, 'failed');
  assert.deepEqual(
    failed.errors.data.map((error) => [error.line, error.code]),
    [
      [2, 'duplicate_custom_id'],
      [3, 'invalid_json_line'],
    ],
  );
  await assert.rejects(create(client, file, 'a while'), BadRequestError);
  assert.equal((await client.files.retrieve(file.id)).purpose, 'batch');
  const listed = [];
  for await (const one of client.files.list({ purpose: 'batch' })) {
    listed.push(one.id);
  }
  assert.ok(listed.includes(file.id));
  assert.equal((await client.files.delete(file.id)).deleted, true);
  await assert.rejects(client.files.retrieve(file.id), NotFoundError);
  await assert.rejects(create(client, file), NotFoundError);
}
