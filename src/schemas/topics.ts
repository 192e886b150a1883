import { z } from 'zod';
import { topicIcons } from '../policies/topics.ts';
import { choice, optionalLine, optionalRowId, requiredLine, wholeNumber } from './fields.ts';

const icons = Object.values(topicIcons) as [string, ...string[]];

/** A topic as an admin describes it. */
export const TopicForm = z
  .object({
    name_ru: requiredLine(80, 'topics:errors.name_ru'),
    name_en: requiredLine(80, 'topics:errors.name_en'),
    icon: choice(icons, 'topics:errors.icon'),
    parent_id: optionalRowId('topics:errors.parent_id'),
    position: wholeNumber(1, 1000, 'topics:errors.position'),
  })
  .transform(({ name_ru, name_en, parent_id, ...rest }) => ({ ...rest, nameRu: name_ru, nameEn: name_en, parentId: parent_id }));

/** A topic's page: where its list begins. */
export const TopicQuery = z.object({ after: optionalLine(100), before: optionalLine(100) });
