/** What people may find wrong with a post or a review. */
export const complaintReasons = ['spam', 'abuse', 'private', 'off_topic', 'other'] as const;
export type ComplaintReason = (typeof complaintReasons)[number];
