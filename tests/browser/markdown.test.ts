import { beforeAll, expect } from 'vitest';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { browserTest, logIn, openWindow } from '../support/browser.ts';
import { addMember, createDiscussion, createGroup } from '../support/factories.ts';

// A browser reads markup its own way: what the site lets into a page must not come to life there either.

const hostile = [
  '<script>document.title = "taken"</script>',
  '<img src="/healthz?img" onerror="document.title = \'taken\'">',
  '<svg/onload=alert(1)>',
  '<iframe src="/account"></iframe>',
  '<style>body { display: none }</style>',
  '<form action="/logout" method="post"><button>x</button></form>',
  '![picture](/healthz?md)',
  '[one](javascript:alert(1)) [two](JaVaScRiPt&colon;alert(1)) [three](data:text/html,<script>alert(1)</script>)',
  '[four](https://example.test/" onclick="alert(1)) [five](//example.test/) <https://example.test/" onmouseover="alert(1)>',
  '`</code><script>alert(1)</script>`',
  '```\n</code></pre><script>alert(1)</script>\n```',
];

let app: TestApp;
let discussion: Awaited<ReturnType<typeof createDiscussion>>;
let email: string;

beforeAll(async () => {
  app = await startApp();
  const group = await createGroup();
  email = (await addMember(group.id)).email;
  discussion = await createDiscussion({ groupId: group.id, title: 'Проверка', body: hostile.join('\n\n') });
});

browserTest('nothing that a post says comes to life: no element, handler, request or link but those of Markdown', async () => {
  const page = await openWindow(app);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  page.on('dialog', () => asked.push('dialog'));
  await logIn(page, email);
  await page.goto(`/discussions/${discussion.id}`);

  const found = await page.evaluate<{ elements: string[]; attributes: string[]; links: string[] }>(`(() => {
    const all = [...document.querySelectorAll('.post .prose *')];
    return {
      elements: all.map((one) => one.localName),
      attributes: all.flatMap((one) => one.getAttributeNames().map((name) => one.localName + ' ' + name)),
      links: all.filter((one) => one.href).map((one) => one.protocol),
    };
  })()`);

  expect(new Set(found.elements).difference(new Set(['p', 'br', 'a', 'code', 'pre']))).toEqual(new Set());
  expect(new Set(found.attributes).difference(new Set(['a href', 'a rel']))).toEqual(new Set());
  expect(found.links.filter((protocol) => !/^https?:$/.test(protocol))).toEqual([]);
  expect(await page.title()).toContain('Проверка');
  expect(asked.filter((path) => ['dialog', '/healthz', '/account'].includes(path))).toEqual([]);
});

browserTest('a member reads, looks at a reply before it is sent, and sends it with the keyboard alone', async () => {
  const page = await openWindow(app);
  await logIn(page, email);
  await page.goto(`/discussions/${discussion.id}`);
  await page
    .getByRole('link', { name: /^Ответить/ })
    .first()
    .press('Enter');
  await page.waitForURL(/reply_to=\d+#reply$/);

  await page.getByLabel('Ответ', { exact: true }).fill('Еду **на машине**');
  await page.getByRole('button', { name: 'Посмотреть, как выйдет' }).press('Enter');
  await page.getByRole('heading', { name: 'Так это будет выглядеть' }).waitFor();
  expect(await page.locator('#reply strong').textContent()).toBe('на машине');
  expect(await page.getByLabel('Ответ', { exact: true }).inputValue()).toBe('Еду **на машине**');

  await page.locator('#reply').getByRole('button', { name: 'Ответить', exact: true }).press('Enter');
  await page.waitForURL(/#post-\d+$/);
  expect(await page.locator('.post.reply .prose strong').textContent()).toBe('на машине');
  expect(await page.locator('.post.reply .quote').count()).toBe(1);
});
