import { everyPage } from '../../support/every-page.ts';

everyPage('admin', () => [
  '/admin/complaints',
  '/topics',
  '/admin/topics',
  '/admin/topics/new',
  '/admin/topics/1/edit',
  '/admin/topics/1/deletion',
  '/admin/topics/11/deletion',
]);
