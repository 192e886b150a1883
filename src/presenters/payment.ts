export type PaymentState = 'due' | 'paid' | 'refund_due' | 'refunded' | 'none';

interface Money {
  status: string;
  price: number;
  billedAmount: number;
  refundAmount: number;
}

/** Where the money of a registration stands; nothing is due for a free, cancelled or waiting one. */
export function paymentState({ status, price, billedAmount, refundAmount }: Money): PaymentState {
  if (status === 'cancelled' && billedAmount > refundAmount) return 'refund_due';
  if (refundAmount > 0) return 'refunded';
  if (status === 'cancelled' || status === 'waitlisted') return billedAmount > 0 ? 'paid' : 'none';
  if (billedAmount < price) return 'due';
  return billedAmount > 0 ? 'paid' : 'none';
}
