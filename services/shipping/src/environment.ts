/** What the handlers of this service work with. */
export interface Environment {
  readonly now: () => Date;
  readonly newId: () => string;
}
