import { sqlStateOf } from '../../db.ts';
import { Conflict } from '../../errors.ts';

/** What triggers raise of ratings, as keys of ratings:refused. */
const codes: Record<string, string> = {
  TS010: 'rating_not_ended',
  TS011: 'rating_closed',
  TS012: 'rating_not_present',
  TS013: 'rating_fixed',
  TS014: 'rating_lowered',
  TS015: 'rated_attendance',
  TS017: 'rating_own_event',
};

/**
 * Runs something that triggers of ratings may refuse.
 * @throws Conflict with the code of the rule that forbids it
 */
export async function explainingRefusals<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const code = error instanceof Conflict && error.code === 'rated' ? codes['TS015'] : codes[sqlStateOf(error) ?? ''];
    throw code ? new Conflict(code) : error;
  }
}
