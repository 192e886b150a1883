import { InvalidField } from '../../errors.ts';

/** Why a picture is refused: errors:picture_<reason>.text says so to a person. */
export type Refusal = 'too_large' | 'type' | 'pixels' | 'broken' | 'busy';

/** Thrown when a file is not kept as a picture; its field is `picture`. */
export class RefusedPicture extends InvalidField {
  constructor(reason: Refusal) {
    super('picture', `picture_${reason}`);
  }
}
