/** A request the ERP refuses, with the body it answers (acumatica-api.md §4.8, §4.9). */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`${status} ${JSON.stringify(body)}`.slice(0, 300));
  }
}

/** The `HttpError` body of 400 and 500 answers. */
export function exception(status: number, message: string, type = "PX.Data.PXException"): Failure {
  return new Failure(status, {
    message: "An error has occurred.",
    exceptionMessage: message,
    exceptionType: type,
    stackTrace: "   at PX.Data.PXGraph.Persist()\r\n   at PX.Api.ContractBased.EntityService.Put()",
  });
}

/** §4.3: a record that is not there is 500 with this exception, not 404. */
export const noEntity = (): Failure =>
  exception(500, "No entity satisfies the condition.", "PX.Api.ContractBased.NoEntitySatisfiesTheConditionException");

export const notFound = (what: string): Failure => new Failure(404, { message: `No HTTP resource was found: ${what}` });

export const badRequest = (message: string): Failure => exception(400, message, "System.ArgumentException");

/** §4.8: object and array shapes that do not match. */
export const badShape = (path: string): Failure =>
  exception(400, `An exception occurred during input parsing: ${path}`, "PX.Api.ContractBased.InputParsingException");

export const unauthorized = (): Failure => new Failure(401, { message: "You are not logged in." });

export const noRights = (form: string): Failure =>
  new Failure(403, { message: `You have insufficient rights to access the ${form} form.` });

/** §4.3: the list optimiser gives up. */
export function cannotOptimize(fields: string): Failure {
  return exception(
    500,
    `Optimization cannot be performed.The following fields cause the error:\r\n${fields}\r\n`,
    "PX.Api.ContractBased.OptimizedExport.CannotOptimizeException",
  );
}
