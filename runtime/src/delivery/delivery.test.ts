import { openPglite } from '../postgres/index.ts';
import { describeAdmission } from './testing/admission-contract.ts';
import { useDelivery } from './testing/delivery-host.ts';
import { describeOperation } from './testing/operation-contract.ts';
import { describeParking } from './testing/parking-contract.ts';
import { describeRelay } from './testing/relay-contract.ts';

const open = useDelivery(() => openPglite());

describeAdmission(open);
describeParking(open);
describeOperation(open);
describeRelay(open);
