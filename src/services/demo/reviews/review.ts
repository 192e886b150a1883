/** What somebody who was there says of an event. Without `by` it is anybody's: such words say nothing of who wrote them. */
export interface DemoReview {
  stars: 1 | 2 | 3 | 4 | 5;
  words: string;
  by?: string;
  reply?: string;
  /** Content, organization, place or connection. */
  aspects?: [number, number, number];
  /** Not shown yet: the organizer has not rated that participant. */
  waits?: true;
  /** Why an admin hid it. */
  hidden?: string;
  complaint?: { by: string; reason: 'spam' | 'abuse' | 'private' | 'off_topic' | 'other'; note: string };
}
