/** The error answers of the service: `{error, description}` with the codes its reference shows. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    description: string,
  ) {
    super(description);
    this.name = 'ApiError';
  }
  get body(): { readonly error: string; readonly description: string } {
    return { error: this.code, description: this.message };
  }
}

export const tokenExpired = () =>
  new ApiError(401, 'TokenExpired', 'Your access token is invalid or has expired. Try refreshing the token.');
export const accessDenied = () =>
  new ApiError(403, 'AccessDenied', 'You do not have permission to access this data.');
/** The reference shows this code under 404 and under 400, the latter for operations that list no 404. */
export const notFound = (what: string, status: 400 | 404 = 404) =>
  new ApiError(status, 'NotFound', `${what} could not be found.`);
/** @param name the service's own name of the parameter, which for `start` is `StartTime`. */
export const missingParam = (name: string) =>
  new ApiError(400, 'MissingParam', `The required parameter ${name} was missing from the request.`);
/** No code is documented for a parameter that is there but wrong; this one is the demo's. */
export const invalidParam = (description: string) => new ApiError(400, 'InvalidParam', description);
export const invalidAction = (action: string) =>
  new ApiError(400, 'InvalidAction', `Unknown action (${action})`);
export const tooManyRequests = () =>
  new ApiError(
    429,
    'TooManyRequests',
    'You have made too many requests in a short time. Please wait before trying again.',
  );

/** The answer a status would come with; statuses without a documented body get a plain one. */
export function errorOfStatus(status: number): ApiError {
  if (status === 401) return tokenExpired();
  if (status === 403) return accessDenied();
  if (status === 404) return notFound('The thing asked for');
  if (status === 429) return tooManyRequests();
  return new ApiError(status, status >= 500 ? 'ServerError' : 'InvalidParam', 'The request failed.');
}
