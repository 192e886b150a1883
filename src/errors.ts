/** A rule that was broken, with the status to answer and a key of locales/errors.json that says so to a person. */
export class DomainError extends Error {
  readonly status: number;
  readonly code: string;
  readonly params: Record<string, unknown>;

  constructor(status: number, code: string, params: Record<string, unknown> = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.params = params;
  }
}

/** Thrown when there is no such thing, or none that this account may know of. */
export class NotFound extends DomainError {
  constructor() {
    super(404, 'not_found');
  }
}

/** Thrown when the account may see a thing but not do this to it. */
export class Forbidden extends DomainError {
  constructor(code = 'forbidden') {
    super(403, code);
  }
}

/** Thrown when the state of things has no room for what was asked: a duplicate, a full event, a delete that would lose records. */
export class Conflict extends DomainError {
  constructor(code: string, params: Record<string, unknown> = {}) {
    super(409, code, params);
  }
}

/** Thrown when a value that passed the form breaks a rule that only the data knows; names the field. */
export class InvalidField extends DomainError {
  readonly field: string;

  constructor(field: string, code: string, params: Record<string, unknown> = {}) {
    super(422, code, params);
    this.field = field;
  }
}

/** Thrown when one address or account asks too often. */
export class TooManyRequests extends DomainError {
  constructor(retryAfterSeconds: number) {
    super(429, 'too_many_requests', { count: Math.max(1, Math.ceil(retryAfterSeconds / 60)) });
  }
}

/** Thrown when a request comes by a method that no page answers. */
export class MethodNotAllowed extends DomainError {
  constructor() {
    super(405, 'method_not_allowed');
  }
}
