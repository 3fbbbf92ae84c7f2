// Adds a member, and lists those of its account: node members.js URL USER:PASSWORD ACCOUNT
import createClient from 'openapi-fetch';
import type { paths } from './wizd.js';

declare const process: { argv: string[] };

const [url = '', credentials = '', account = ''] = process.argv.slice(2);
const accountId = Number(account);
// Of the forms that a reply may come in, those that this client asks for.
const client = createClient<paths, 'application/json' | 'application/problem+json'>({ baseUrl: url });

const created = await client.POST('/api/members', {
  headers: { Authorization: `Basic ${btoa(credentials)}` },
  body: {
    first_name: 'Ada',
    last_name: 'Lovelace',
    phone_number: '442079460000',
    client_member_id: 1815,
    account_id: accountId,
  },
});
if (created.error) {
  throw new Error(`${created.error.code}: ${created.error.detail}`);
}

const listed = await client.GET('/api/members', { params: { query: { aid: accountId } } });
if (listed.error) {
  throw new Error(`${listed.error.code}: ${listed.error.detail}`);
}
for (const member of listed.data.members) {
  const id: number = member.id;
  console.log(`${id === created.data.id ? 'added' : id} ${member.first_name} ${member.last_name}`);
}

const refused = await client.GET('/api/members', { params: { query: { aid: 0 } } });
console.log(`${refused.error?.code} of ${refused.error?.errors?.map((fault) => fault.field).join()}`);
