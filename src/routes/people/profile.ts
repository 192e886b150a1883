import { Router } from 'express';
import type { Response } from 'express';
import { InvalidField } from '../../errors.ts';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { pictureOf } from '../../middleware/uploads.ts';
import { page } from '../../page.ts';
import { personFacts, profileValues, topicTree, visibilityOptions } from '../../presenters/people.ts';
import { blankForm, parseForm, withError } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { PersonForm } from '../../schemas/people.ts';
import { listTopics } from '../../services/events/topics.ts';
import { getOwnProfile, saveProfile } from '../../services/people/profile.ts';

/** What one says about oneself, and to whom. */
export const profile = Router();

profile.get('/account/profile', requireAccount, async (_req, res) => {
  const own = await getOwnProfile(accountOf(res).id);
  await showProfile(res, blankForm(profileValues(own)));
});

profile.post('/account/profile', requireAccount, async (req, res) => {
  const form = parseForm(PersonForm, req.body, res.locals.t);
  if (!form.ok) return showProfile(res.status(422), form);

  try {
    const picture = { picture: pictureOf(req), isRemoved: form.data.removesPicture };
    await saveProfile(accountOf(res).id, form.data.profile, picture);
  } catch (error) {
    if (!(error instanceof InvalidField)) throw error;
    return showProfile(res.status(422), withError(form, error.field, res.locals.t(`errors:${error.code}.text`, error.params)));
  }
  flash(res, 'ok', res.locals.t('people:edit.saved'));
  res.redirect(303, '/account/profile');
});

/** The form, and beside it what others see of what was saved. */
async function showProfile(res: Response, form: Form): Promise<void> {
  const { id, firstName, lastName } = accountOf(res);
  const [own, topics] = await Promise.all([getOwnProfile(id), listTopics()]);
  const chosen = topics.filter((topic) => own.topicIds.includes(topic.id));
  page(res, 'people/edit', {
    title: res.locals.t('accounts:settings.tabs.profile'),
    form,
    topics: topicTree(topics, res.locals.locale),
    visibilities: visibilityOptions(res.locals),
    own: {
      person: { personId: id, name: own.shownName || `${firstName} ${lastName}`.trim(), avatarId: own.avatarId, seenBy: own.visibility },
      facts: personFacts(own, chosen, res.locals),
      visibility: own.visibility,
    },
  });
}
