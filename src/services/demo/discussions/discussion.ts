/** A topic of a group's discussion. `by` is a name; `at` is «6 18:04», six days ago by the clocks of Moscow, or «0 02:40», so long ago. */
export interface DemoDiscussion {
  group: string;
  title: string;
  isPinned?: true;
  isClosed?: true;
  posts: DemoPost[];
}

export interface DemoPost {
  by: string;
  at: string;
  text: string;
  /** Which post of the same discussion it answers, counted from 0. */
  to?: number;
  isEdited?: true;
  hidden?: { by: string; reason: string };
  complaint?: { by: string; reason: 'spam' | 'abuse' | 'private' | 'off_topic' | 'other'; note: string; at: string };
}
