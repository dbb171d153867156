import { startApicurio } from '../../scripts/apicurio/start-apicurio.ts';
import { describeClients } from './testing/client-contract.ts';

// The same suite against a registry that others wrote. What differs is theirs to differ in, and README.md lists it.
describeClients(
  'Apicurio Registry',
  () => startApicurio({ onProgress: (line) => console.error(`apicurio: ${line}`) }),
  {
    takesJsonSchemas: true,
    incompatibleCode: 409,
    noVersionCode: 40402,
    notDeletedStatus: 409,
    findsInlined: false,
  },
);
