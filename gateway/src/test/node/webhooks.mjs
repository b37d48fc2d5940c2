// Webhooks, as a receiver checks them.
import assert from 'node:assert/strict';
import { InvalidWebhookSignatureError } from 'openai';

export async function believesAWebhook(client, test) {
  const secret = await test.hear();
  const headers = {
    'webhook-id': await test.hear(),
    'webhook-timestamp': await test.hear(),
    'webhook-signature': await test.hear(),
  };
  const body = await test.hear();
  const event = await client.webhooks.unwrap(body, headers, secret);
  assert.equal(event.id, headers['webhook-id']);
  assert.equal(event.object, 'event');
  test.say(`${event.type} ${event.data.id}`);
  await assert.rejects(client.webhooks.unwrap(`${body} `, headers, secret), InvalidWebhookSignatureError);
}
