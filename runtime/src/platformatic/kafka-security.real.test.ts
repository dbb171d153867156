import { describeKafkaSecurity } from '../testing/kafka-security-contract.ts';
import { connectPlatformatic } from './connect-platformatic.ts';

describeKafkaSecurity('@platformatic/kafka', { connect: connectPlatformatic });
